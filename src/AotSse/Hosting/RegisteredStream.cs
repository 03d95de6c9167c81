using AotSse.Fanout;
using AotSse.Telemetry;

namespace AotSse.Hosting;

/// <summary>A declared stream at work.</summary>
/// <param name="route">The route pattern.</param>
/// <param name="settings">The settings in force.</param>
/// <param name="push">Its topics; none for a pull stream.</param>
internal sealed class RegisteredStream(string route, StreamSettings settings, PushStream? push)
{
    // Interlocked only.
    private int _open;

    public string Route => route;

    public StreamSettings Settings => settings;

    public PushStream? Push => push;

    public void OnOpened() => Interlocked.Increment(ref _open);

    public void OnClosed() => Interlocked.Decrement(ref _open);

    /// <summary>What it holds and has done.</summary>
    public StreamReading Read()
    {
        var subscribers = Volatile.Read(ref _open);
        return push is null ? new StreamReading(route, subscribers, null, null, null) : push.Read() with { Subscribers = subscribers };
    }
}
