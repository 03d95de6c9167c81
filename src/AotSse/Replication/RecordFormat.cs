using System.Buffers.Binary;
using System.Text;

namespace AotSse.Replication;

/// <summary>
/// The bytes of a record: a header of fixed size, then for an event its route, topic, scope and key of its publishing, the frame's fields without their <c>id</c>, and the
/// key by which it replaces older ones. Numbers are little-endian; a text is its length in 32 bits and UTF-8, -1 for none.
/// </summary>
internal static class RecordFormat
{
    /// <summary>Readers pass over records of a version that they do not know.</summary>
    public const byte Version = 1;

    /// <summary>Version, kind, epoch, producer, sequence, time.</summary>
    public const int HeaderBytes = 2 + EpochBytes + 8 + 8 + 8;

    /// <summary>An epoch is this many letters.</summary>
    public const int EpochBytes = 8;

    public const int KindOffset = 1;
    public const int EpochOffset = 2;
    public const int ProducerOffset = EpochOffset + EpochBytes;
    public const int SequenceOffset = ProducerOffset + 8;
    public const int TimeOffset = SequenceOffset + 8;

    /// <summary>What the length of a text takes.</summary>
    public const int LengthBytes = 4;

    /// <summary>The most bytes that a text takes, its length included.</summary>
    public static int MaxBytes(ReadOnlySpan<char> text) => LengthBytes + Encoding.UTF8.GetMaxByteCount(text.Length);

    /// <summary>Writes all of the header but epoch and sequence, which are known when the record leaves.</summary>
    public static void WriteHeader(Span<byte> record, RecordKind kind, ulong producer, long time)
    {
        record[0] = Version;
        record[KindOffset] = (byte)kind;
        BinaryPrimitives.WriteUInt64LittleEndian(record[ProducerOffset..], producer);
        BinaryPrimitives.WriteInt64LittleEndian(record[TimeOffset..], time);
    }

    /// <summary>Writes a text.</summary>
    /// <returns>The bytes it took.</returns>
    public static int WriteText(Span<byte> destination, ReadOnlySpan<char> text)
    {
        var length = Encoding.UTF8.GetBytes(text, destination[LengthBytes..]);
        BinaryPrimitives.WriteInt32LittleEndian(destination, length);
        return LengthBytes + length;
    }

    /// <summary>Writes that there is no text.</summary>
    /// <returns>The bytes it took.</returns>
    public static int WriteNone(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, -1);
        return LengthBytes;
    }
}

/// <summary>What a record is.</summary>
internal enum RecordKind : byte
{
    /// <summary>A node has started: its epoch is a proposal, which holds if it is the first record of the partition.</summary>
    Marker,

    /// <summary>An event.</summary>
    Event,

    /// <summary>An event that its publisher has given up before it left: it takes up a number and is passed over.</summary>
    Void,
}
