using AotSse.Fanout;
using AotSse.Log;
using AotSse.Wire;

namespace AotSse.Hosting;

/// <summary>
/// A subscriber of a push stream on the pipe path: copies what its cursor lacks from the topic's log to the response, as far as the
/// client takes it. A client that does not read holds up its own loop and nothing else.
/// </summary>
internal sealed class PipeSubscriber(StreamConnection connection) : Subscriber
{
    /// <summary>Copied at once; more waits in the log, which costs nothing, until this much has been taken.</summary>
    private const int BatchBytes = 64 * 1024;

    private Topic? _topic;
    private LogCursor _cursor;

    /// <summary>Joins the topic. From here on <see cref="RunAsync"/> must follow.</summary>
    public Subscription Subscribe(PushStream stream, ReadOnlySpan<char> topic, string? lastEventId)
    {
        _topic = stream.Subscribe(topic, this, lastEventId, out var subscription);
        _cursor = subscription.Cursor;
        return subscription;
    }

    /// <summary>Serves the client until it goes, falls behind the retention, or the app drains.</summary>
    /// <param name="opening">The first blocks.</param>
    public async Task RunAsync(FrameBatch opening)
    {
        try
        {
            connection.Write(opening);
            if (!await connection.FlushAsync().ConfigureAwait(false)) return;

            while (true)
            {
                var copied = _topic!.CopyTo(ref _cursor, connection.Body, BatchBytes);
                if (copied < 0) break; // The retention has passed the cursor: the client resumes by its id and is told of the gap.
                if (copied > 0 || connection.TryWriteHeartbeat())
                {
                    if (!await connection.FlushAsync().ConfigureAwait(false)) return;
                }
                else if (connection.IsEnding) break;
                else await connection.WaitAsync().ConfigureAwait(false);
            }

            await connection.EndAsync().ConfigureAwait(false);
        }
        finally
        {
            _topic!.Remove(this);
            connection.Dispose();
        }
    }

    internal override void OnAppended(in LogView view) => connection.Wake();
}
