using System.Buffers;
using AotSse.Fanout;
using AotSse.Hosting.Direct;
using AotSse.Telemetry;
using AotSse.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AotSse.Hosting;

/// <summary>Opens a subscription to a push stream on the fastest path there is for its connection.</summary>
internal static class PushEndpoint
{
    public static Task SubscribeAsync(HttpContext context, EventStreamHub hub, string route, TopicSelection topics)
    {
        var stream = hub.GetRegistered(route);
        if (Handshake.Answer(context, hub, stream) is { } answer) return answer;

        var lastEventId = Handshake.LastEventId(context.Request);
        return Detachable(context) is { } connection
            ? SubscribeDirectly(context, connection, hub, stream, topics, lastEventId)
            : SubscribeThroughPipe(context, hub, stream, topics, lastEventId);
    }

    private static Task SubscribeDirectly(HttpContext context, DetachableConnection connection, EventStreamHub hub, RegisteredStream stream, TopicSelection topics, string? lastEventId)
    {
        var set = hub.Connections;
        var subscriber = new DirectSubscriber(context, stream, set);
        if (set.TryAdd(subscriber) is not RefusalReason.None and var refusal) return Handshake.TurnAwayAsync(context, hub, stream, refusal);
        if (!subscriber.TrySubscribe(stream.Push!, topics, lastEventId, out var subscription))
        {
            set.Withdraw(subscriber);
            return Handshake.TurnAwayAsync(context, hub, stream, RefusalReason.Topic);
        }

        OnOpened(set, subscriber, context, subscription, lastEventId);
        return DetachAsync(context, connection, subscriber, Opening(subscription, stream.Settings, lastEventId));
    }

    private static Task SubscribeThroughPipe(HttpContext context, EventStreamHub hub, RegisteredStream stream, TopicSelection topics, string? lastEventId)
    {
        var set = hub.Connections;
        var refusal = StreamConnection.TryOpen(context, stream, set, out var connection);
        if (refusal != RefusalReason.None) return Handshake.TurnAwayAsync(context, hub, stream, refusal);

        var subscriber = new PipeSubscriber(connection);
        if (!subscriber.TrySubscribe(stream.Push!, topics, lastEventId, out var subscription))
        {
            connection.Withdraw();
            return Handshake.TurnAwayAsync(context, hub, stream, RefusalReason.Topic);
        }

        OnOpened(set, connection, context, subscription, lastEventId);
        return subscriber.RunAsync(Opening(subscription, stream.Settings, lastEventId));
    }

    private static void OnOpened(ConnectionSet set, IOpenStream connection, HttpContext context, in Subscription subscription, string? lastEventId)
    {
        set.OnOpened(connection, context, lastEventId);
        if (!string.IsNullOrEmpty(lastEventId)) set.Meters.Replayed(subscription.Gap);
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
