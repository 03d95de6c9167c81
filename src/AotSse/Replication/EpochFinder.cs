using System.Text;

namespace AotSse.Replication;

/// <summary>
/// Finds the epoch of a partition among its oldest records. The first record of a partition is a node's marker, and what it proposes holds; once it has gone, any event tells, since
/// events carry the epoch that their node had found.
/// </summary>
/// <param name="producer">This process, whose own marker is the last that needs to be looked at.</param>
internal sealed class EpochFinder(ulong producer) : IRecordSink
{
    /// <summary>The epoch, once found.</summary>
    public string? Epoch { get; private set; }

    public ValueTask<bool> OnRecordAsync(long offset, ReadOnlyMemory<byte> record)
    {
        if (EventRecord.Read(record.Span, out var read) is not null) return new(true);

        // Markers behind the first only propose.
        if (Epoch is null || read.Kind != RecordKind.Marker) Epoch = Encoding.ASCII.GetString(read.Epoch);
        return new(offset > 0 && read.Kind == RecordKind.Marker && read.Producer != producer);
    }
}
