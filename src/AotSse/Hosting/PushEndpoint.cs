using System.Buffers;
using AotSse.Fanout;
using AotSse.Hosting.Direct;
using AotSse.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AotSse.Hosting;

/// <summary>Opens a subscription to a push stream on the fastest path there is for its connection.</summary>
internal static class PushEndpoint
{
    public static Task SubscribeAsync(HttpContext context, EventStreamHub hub, string route, ReadOnlySpan<char> topic)
    {
        var settings = hub.GetSettings(route);
        if (Handshake.Answer(context, hub, settings) is { } answer) return answer;

        var stream = hub.GetStream(route);
        var lastEventId = Handshake.LastEventId(context.Request);
        if (Detachable(context) is { } connection)
        {
            var direct = new DirectSubscriber(context, settings, hub.Connections);
            if (!hub.Connections.TryAdd(direct)) return Handshake.TurnAwayAsync(context, settings);
            return DetachAsync(context, connection, direct, Opening(direct.Subscribe(stream, topic, lastEventId), settings, lastEventId));
        }

        if (StreamConnection.TryOpen(context, settings, hub.Connections) is not { } open) return Handshake.TurnAwayAsync(context, settings);
        var piped = new PipeSubscriber(open);
        return piped.RunAsync(Opening(piped.Subscribe(stream, topic, lastEventId), settings, lastEventId));
    }

    /// <summary>The connection, if it can be taken from Kestrel: HTTP/1.1 without TLS, no body that is still coming in, and none of somebody else's before the server's.</summary>
    private static DetachableConnection? Detachable(HttpContext context)
    {
        var features = context.Features;
        return HttpProtocol.IsHttp11(context.Request.Protocol)
            && features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }
            && features.Get<DetachableConnection>() is { IsPlain: true } connection
            && ReferenceEquals(features.Get<IHttpResponseBodyFeature>(), features.Get<IHttpRequestFeature>())
            ? connection
            : null;
    }

    /// <summary>Lets Kestrel send the head and the first block, then takes the connection.</summary>
    private static async Task DetachAsync(HttpContext context, DetachableConnection connection, DirectSubscriber subscriber, FrameBatch opening)
    {
        var isStarted = false;
        try
        {
            context.Response.BodyWriter.Write(opening.Written);
            opening.Clear();
            var flush = await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            if (flush.IsCompleted || flush.IsCanceled) return;

            isStarted = true;
            subscriber.Start(connection.Detach());
        }
        finally
        {
            if (!isStarted) subscriber.Abandon();
        }
    }

    /// <summary>
    /// The first blocks. The id tells the client where it stands before the first event: one that loses the connection now misses nothing either.
    /// </summary>
    private static FrameBatch Opening(in Subscription subscription, StreamSettings settings, string? lastEventId)
    {
        var batch = new FrameBatch();
        var frame = batch.Open();
        Blocks.WriteRetry(ref frame, settings.Retry);
        frame.WriteId(subscription.Position.ToString());
        frame.Write("\n"u8);
        if (subscription.Gap != GapReason.None) Blocks.WriteGap(ref frame, lastEventId, subscription.Oldest, subscription.Gap);
        frame.Commit();
        return batch;
    }
}
