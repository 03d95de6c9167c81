using System.Net;
using System.Text;
using AotSse.Benchmarks.Fanout;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Publish;

/// <summary>A way to publish, and how many events a second it has taken in each round.</summary>
/// <param name="peer">The server.</param>
/// <param name="isBatch">Whether the events are lines of one POST; otherwise each is a POST, sent when the last is answered.</param>
internal sealed class Way(Peer peer, bool isBatch)
{
    private const int Lines = 100_000;
    private const int Posts = 10_000;

    private static readonly string Data = new('x', 100);

    public Peer Peer => peer;

    public bool IsBatch => isBatch;

    public string Title => $"{peer.Title}, {(isBatch ? "lines of a batch" : "a POST each")}";

    /// <summary>How many are published at a time.</summary>
    public int Events => isBatch ? Lines : Posts;

    public Samples EventsPerSecond { get; } = new();

    /// <summary>Publishes them.</summary>
    /// <param name="client">Has one connection.</param>
    /// <param name="address">The topic's.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task PublishAsync(HttpClient client, Uri address, CancellationToken cancellation) =>
        isBatch ? BatchAsync(client, address, cancellation) : OneByOneAsync(client, address, cancellation);

    private static async Task BatchAsync(HttpClient client, Uri address, CancellationToken cancellation)
    {
        var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"{{\"data\":\"{Data}\"}}\n", Lines)));
        using var content = new ByteArrayContent(lines);
        content.Headers.ContentType = new("application/x-ndjson");
        using var response = await client.PostAsync(address, content, cancellation);
        var answers = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellation);
        if (answers.AsSpan().Count("\"id\":"u8) is var published && published != Lines) throw new BenchmarkException($"{published} of {Lines} lines were published.");
    }

    private static async Task OneByOneAsync(HttpClient client, Uri address, CancellationToken cancellation)
    {
        var data = Encoding.UTF8.GetBytes(Data);
        for (var i = 0; i < Posts; i++)
        {
            using var content = new ByteArrayContent(data);
            using var response = await client.PostAsync(address, content, cancellation);
            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted)) throw new BenchmarkException($"A POST was answered by {(int)response.StatusCode}.");
        }
    }
}
