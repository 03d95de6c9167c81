using System.Diagnostics;

namespace AotSse.Cluster.Tests.Harness;

/// <summary>
/// A client that stays with no node: whenever its connection ends, or it is thrown off, it goes to any node with its cursor, as an EventSource behind a load balancer does.
/// Keeps all it gets.
/// </summary>
internal sealed class Listener : IAsyncDisposable
{
    private static readonly TimeSpan UsualRetry = TimeSpan.FromMilliseconds(50);

    // Connections are never used twice, and a node that starts answers by closing.
    private static readonly HttpClient Client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero }) { Timeout = Timeout.InfiniteTimeSpan };

    private readonly Nodes _nodes;
    private readonly Random _random;
    private readonly int? _only;
    private readonly TimeSpan? _longestStay;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Received> _events = [];
    private readonly Task _running;

    // Written by the client's loop, read by who waits for it.
    private int _connections;
    private long _last = -1;
    private long _heard;
    private volatile string? _gap;

    /// <param name="nodes">Where it may go.</param>
    /// <param name="path">What it subscribes to.</param>
    /// <param name="seed">Decides where it goes.</param>
    /// <param name="lastEventId">Where it stands.</param>
    /// <param name="only">The one node that it goes to.</param>
    /// <param name="longestStay">After a time up to this it is thrown off a node.</param>
    public Listener(Nodes nodes, string path, int seed, string? lastEventId = null, int? only = null, TimeSpan? longestStay = null)
    {
        (_nodes, Path, Cursor, _only, _longestStay) = (nodes, path, lastEventId, only, longestStay);
        _random = new Random(seed);
        _running = RunAsync();
    }

    public string Path { get; }

    /// <summary>The id it would come back with.</summary>
    public string? Cursor { get; private set; }

    /// <summary>How often it has connected.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The number of the newest event it has.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>When it last got anything, a heartbeat included.</summary>
    public long Heard => Volatile.Read(ref _heard);

    /// <summary>What it has got. Only to be looked at when it has what it should, or has stopped.</summary>
    public IReadOnlyList<Received> Events => _events;

    /// <summary>The data of a gap that it was told of, if it was.</summary>
    public string? Gap => _gap;

    /// <summary>Completes when it knows where it stands: from there on it misses nothing. Fails with the client.</summary>
    public async Task SubscribedAsync() => await await Task.WhenAny(_subscribed.Task, _running).Within(Deadline.Usual, () => $"a subscription to {Path}");

    /// <summary>Waits until it has an event with this number or a later one.</summary>
    public async Task ReachedAsync(long number, TimeSpan limit) => await Deadline.UntilAsync(
        async () =>
        {
            if (_running.IsCompleted) await _running;
            return Last;
        },
        last => last >= number,
        limit,
        $"{Path} gets event {number}, after {Connections} connections");

    /// <summary>Ends it; throws what it met with.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var connection = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            if (_longestStay is { } longest) connection.CancelAfter(_random.NextDouble() * longest);
            var retry = UsualRetry;
            try
            {
                retry = await ListenAsync(_only ?? _random.Next(_nodes.Count), connection.Token);
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException || (broken is OperationCanceledException && connection.IsCancellationRequested))
            {
                // The node was killed, or this client thrown off it: an unfinished event is forgotten, as the standard says.
            }

            await Task.Delay(retry, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TimeSpan> ListenAsync(int node, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{_nodes.PortOf(node)}{Path}"));
        if (Cursor is not null) request.Headers.Add("Last-Event-ID", Cursor);
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Assert.Equal((200, "text/event-stream"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Interlocked.Increment(ref _connections);

        var retry = UsualRetry;
        var block = new Block();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            Volatile.Write(ref _heard, Stopwatch.GetTimestamp());
            if (line.Length > 0)
            {
                if (block.Add(line) is { } milliseconds) retry = TimeSpan.FromMilliseconds(milliseconds);
                continue;
            }

            Take(block);
            block = new Block();
        }

        return retry;
    }

    private void Take(Block block)
    {
        if (block.Id is not null) Cursor = block.Id;
        if (block.Name == "gap") _gap = block.Data;
        else if (block.Data is not null)
        {
            var received = Received.Parse(block.Id!, block.Data);
            _events.Add(received);
            Volatile.Write(ref _last, received.Id.Number);
        }

        if (block.Id is not null) _subscribed.TrySetResult();
    }

    /// <summary>The fields of a block as they come.</summary>
    private struct Block
    {
        public string? Id { get; private set; }

        public string? Name { get; private set; }

        public string? Data { get; private set; }

        /// <returns>The time to reconnect, if the line tells it.</returns>
        public int? Add(string line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) Id = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) Data = Data is null ? line[6..] : $"{Data}\n{line[6..]}";
            else if (line.StartsWith("event: ", StringComparison.Ordinal)) Name = line[7..];
            else if (line.StartsWith("retry: ", StringComparison.Ordinal)) return int.Parse(line.AsSpan(7), System.Globalization.CultureInfo.InvariantCulture);
            else Assert.True(line[0] == ':', $"'{line}' is no line of an event stream.");
            return null;
        }
    }
}
