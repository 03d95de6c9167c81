using System.Buffers.Binary;

namespace AotSse.Replication;

/// <summary>A record as it was read. Its spans are parts of the bytes.</summary>
internal readonly ref struct EventRecord
{
    public RecordKind Kind { get; private init; }

    /// <summary>The epoch that its node knew or proposed.</summary>
    public ReadOnlySpan<byte> Epoch { get; private init; }

    /// <summary>Who published it: a process, by a random number.</summary>
    public ulong Producer { get; private init; }

    /// <summary>Which of the producer's records it is, from 1 on; a record that was sent again has the same.</summary>
    public long Sequence { get; private init; }

    /// <summary>When it was published, in milliseconds since 1970.</summary>
    public long Time { get; private init; }

    public ReadOnlySpan<byte> Route { get; private init; }

    public ReadOnlySpan<byte> Topic { get; private init; }

    /// <summary>What the key belongs to under which it is published once.</summary>
    public ReadOnlySpan<byte> Scope { get; private init; }

    /// <summary>That key; empty if there is none.</summary>
    public ReadOnlySpan<byte> OnceKey { get; private init; }

    /// <summary>The fields of the event, with the blank line.</summary>
    public ReadOnlySpan<byte> Frame { get; private init; }

    /// <summary>What it replaces older events by; empty if it has no such key.</summary>
    public ReadOnlySpan<byte> ReplaceKey { get; private init; }

    /// <summary>Reads a record.</summary>
    /// <returns>What is wrong with it, if something is.</returns>
    public static string? Read(ReadOnlySpan<byte> bytes, out EventRecord record)
    {
        record = default;
        if (bytes.IsEmpty || bytes[0] != RecordFormat.Version) return bytes.IsEmpty ? "it is empty" : $"its version is {bytes[0]}: this node knows only {RecordFormat.Version}";
        if (bytes.Length < RecordFormat.HeaderBytes) return "it is shorter than a header";

        var kind = (RecordKind)bytes[RecordFormat.KindOffset];
        var rest = bytes[RecordFormat.HeaderBytes..];
        ReadOnlySpan<byte> route = default, topic = default, scope = default, once = default, replace = default;
        if (kind == RecordKind.Event)
        {
            if (!TryReadText(ref rest, out route) || !TryReadText(ref rest, out topic) || !TryReadText(ref rest, out scope) || !TryReadText(ref rest, out once)) return "a length in it is wrong";
            if (!TryReadLast(ref rest, out replace)) return "its last length is wrong";
        }
        else if (kind is not (RecordKind.Marker or RecordKind.Void)) return $"its kind is {(byte)kind}";

        record = new EventRecord
        {
            Kind = kind,
            Epoch = bytes.Slice(RecordFormat.EpochOffset, RecordFormat.EpochBytes),
            Producer = BinaryPrimitives.ReadUInt64LittleEndian(bytes[RecordFormat.ProducerOffset..]),
            Sequence = BinaryPrimitives.ReadInt64LittleEndian(bytes[RecordFormat.SequenceOffset..]),
            Time = BinaryPrimitives.ReadInt64LittleEndian(bytes[RecordFormat.TimeOffset..]),
            Route = route,
            Topic = topic,
            Scope = scope,
            OnceKey = once,
            Frame = rest,
            ReplaceKey = replace,
        };
        return null;
    }

    private static bool TryReadText(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!BinaryPrimitives.TryReadInt32LittleEndian(rest, out var length) || length > rest.Length - RecordFormat.LengthBytes) return false;
        rest = rest[RecordFormat.LengthBytes..];
        if (length < 0) return length == -1;
        text = rest[..length];
        rest = rest[length..];
        return true;
    }

    /// <summary>The key at the end, whose length stands behind it: it is known last.</summary>
    private static bool TryReadLast(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (rest.Length < RecordFormat.LengthBytes) return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest[^RecordFormat.LengthBytes..]);
        rest = rest[..^RecordFormat.LengthBytes];
        if (length < 0) return length == -1;
        if (length > rest.Length) return false;
        text = rest[^length..];
        rest = rest[..^length];
        return true;
    }
}
