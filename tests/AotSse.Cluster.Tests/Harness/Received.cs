namespace AotSse.Cluster.Tests.Harness;

/// <summary>An event as a client got it.</summary>
/// <param name="Id">Its id, without the topic that ids of several topics carry.</param>
/// <param name="Topic">That topic; none on a stream of one.</param>
/// <param name="Data">Its data.</param>
internal sealed record Received(EventId Id, string? Topic, string Data)
{
    public static Received Parse(string id, string data)
    {
        var at = id.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? new Received(EventId.Parse(id), null, data) : new Received(EventId.Parse(id[..at]), Uri.UnescapeDataString(id[(at + 1)..]), data);
    }
}
