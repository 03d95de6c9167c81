namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>Two instances and the service that publishes: each event, a number, to both. One that is away misses what comes meanwhile.</summary>
internal sealed class TwoInstances : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(150);

    private readonly string _topic;
    private readonly string[] _arguments;
    private readonly ServerProcess[] _instances = new ServerProcess[2];
    private readonly int[] _subscribers = new int[2];
    private readonly CancellationTokenSource _stop = new();
    private Task _publishing = Task.CompletedTask;
    private int _last = -1;

    private TwoInstances(string topic, string[] arguments)
    {
        _topic = topic;
        _arguments = arguments;
    }

    /// <summary>The number published last.</summary>
    public int Last => Volatile.Read(ref _last);

    /// <summary>How many of the subscribers each instance had when it was last published to.</summary>
    public IReadOnlyList<int> Subscribers => _subscribers;

    public int this[Index i] => _instances[i].Port;

    public static async Task<TwoInstances> StartAsync(string topic, params string[] arguments)
    {
        var both = new TwoInstances(topic, arguments);
        for (var i = 0; i < 2; i++) both._instances[i] = await both.StartOneAsync(FreePort.Next(), $"http://127.0.0.1:{FreePort.Next()}");
        return both;
    }

    /// <summary>Publishes from now on, number after number.</summary>
    public void Publish() => _publishing = PublishAsync();

    /// <summary>Publishes no more; everybody should get up to <see cref="Last"/>.</summary>
    public async Task StopPublishingAsync()
    {
        await _stop.CancelAsync();
        await _publishing;
    }

    /// <summary>Stops an instance as an orchestrator does, and waits until its process has ended.</summary>
    public async Task StopAsync(int i)
    {
        _instances[i].Terminate();
        Assert.Equal(0, await _instances[i].WaitForExitAsync(Deadline.Usual));
    }

    /// <summary>Starts an instance anew at the same place.</summary>
    public async Task StartAgainAsync(int i)
    {
        await using var old = _instances[i];
        _instances[i] = await StartOneAsync(old.Port, old.Control!);
    }

    public async ValueTask DisposeAsync()
    {
        await StopPublishingAsync();
        foreach (var instance in _instances) await instance.DisposeAsync();
        _stop.Dispose();
    }

    private Task<ServerProcess> StartOneAsync(int port, string control) => ServerProcess.StartAsync(new() { Port = port, Control = control, MoreArguments = _arguments });

    private async Task PublishAsync()
    {
        using var pace = new PeriodicTimer(Pace);
        for (var number = 0; !_stop.IsCancellationRequested; number++)
        {
            var taken = await Task.WhenAll(TryPublishAsync(0, number), TryPublishAsync(1, number));
            Assert.True(taken[0] || taken[1], $"Nobody took {number}.");
            Volatile.Write(ref _last, number);
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task<bool> TryPublishAsync(int i, int number)
    {
        try
        {
            _subscribers[i] = (await _instances[i].Publisher.PublishAsync(_topic, $"{number}")).Subscribers;
            return true;
        }
        catch (HttpRequestException)
        {
            // It is away.
            return false;
        }
    }
}
