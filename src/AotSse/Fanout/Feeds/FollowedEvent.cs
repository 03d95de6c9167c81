using AotSse.Log;

namespace AotSse.Fanout;

/// <summary>An event on its way to feeds, ordered by its number.</summary>
/// <param name="Number">The number in its id.</param>
/// <param name="Source">Which of the topics that are being looked at.</param>
/// <param name="Segment">Where its bytes lie.</param>
/// <param name="Position">Its position in the topic's log.</param>
internal readonly record struct FollowedEvent(long Number, int Source, Segment Segment, long Position) : IComparable<FollowedEvent>
{
    public int CompareTo(FollowedEvent other) => Number.CompareTo(other.Number);
}
