using System.Buffers;
using System.Buffers.Binary;

namespace AotSse.Replication;

/// <summary>A record on its way into the replicated log. Guarded by the lock of its outbox.</summary>
/// <param name="bytes">Lent by the shared pool.</param>
/// <param name="length">How many of them belong to it.</param>
internal sealed class OutgoingRecord(byte[] bytes, int length)
{
    private int _length = length;

    /// <summary>Which of its producer's records it is.</summary>
    public long Sequence { get; private set; }

    /// <summary>When it was given to the outbox, as a time stamp.</summary>
    public long Since { get; private set; }

    /// <summary>Whether the log has it.</summary>
    public bool IsStored { get; set; }

    public int Length => _length;

    /// <summary>What it counts against the bound, whatever becomes of it.</summary>
    public int Charge { get; } = length;

    public ReadOnlyMemory<byte> Bytes => bytes.AsMemory(0, Length);

    public void Enter(long sequence, long since)
    {
        Sequence = sequence;
        Since = since;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(RecordFormat.SequenceOffset), sequence);
    }

    public void SetEpoch(ReadOnlySpan<byte> epoch) => epoch.CopyTo(bytes.AsSpan(RecordFormat.EpochOffset));

    /// <summary>Its publisher has given it up: should it leave yet, nobody is to see it.</summary>
    public void GiveUp()
    {
        bytes[RecordFormat.KindOffset] = (byte)RecordKind.Void;
        _length = RecordFormat.HeaderBytes;
    }

    /// <summary>Gives the memory back.</summary>
    public void Return() => ArrayPool<byte>.Shared.Return(bytes);
}
