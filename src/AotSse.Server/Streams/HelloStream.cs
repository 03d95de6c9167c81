using System.Runtime.CompilerServices;

namespace AotSse.Server.Streams;

/// <summary>The stream that shows that the server works.</summary>
internal static partial class HelloStream
{
    /// <summary>Its address.</summary>
    public const string Route = "/stream";

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Greets each client once a second and counts from 0.</summary>
    [EventStream(Route)]
    public static async partial IAsyncEnumerable<string> Hello([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var i = 0; !cancellation.IsCancellationRequested; i++)
        {
            yield return $"hello from server sent events ---- [{i}]";

            // A client that leaves is nothing exceptional.
            await Task.Delay(Pace, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
