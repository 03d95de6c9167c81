using System.Buffers;
using AotSse.Fanout;
using AotSse.Hosting.Direct;
using AotSse.Telemetry;
using AotSse.Transport;
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
        if (hub.Replica is { IsCaughtUp: false }) return Handshake.TurnAwayAsync(context, hub, stream, RefusalReason.CatchingUp);

        var lastEventId = Handshake.LastEventId(context.Request);
        return Detachable(context) is { } connection
            ? SubscribeDirectly(context, connection, hub, stream, topics, lastEventId)
            : SubscribeThroughPipe(context, hub, stream, topics, lastEventId);
    }

    private static Task SubscribeDirectly(HttpContext context, SocketConnection connection, EventStreamHub hub, RegisteredStream stream, TopicSelection topics, string? lastEventId)
    {
        var set = hub.Connections;
        var subscriber = new DirectSubscriber(context, stream, set);
        if (set.TryAdd(subscriber) is not RefusalReason.None and var refusal) return Handshake.TurnAwayAsync(context, hub, stream, refusal);
        var join = subscriber.TrySubscribe(stream.Push!, topics, lastEventId, out var subscription);
        if (join != Join.Added)
        {
            set.Withdraw(subscriber);
            return join == Join.Past
                ? SubscribeThroughPipe(context, hub, stream, topics, lastEventId)
                : Handshake.TurnAwayAsync(context, hub, stream, RefusalReason.Topic);
        }

        OnOpened(set, subscriber, context, subscription.Gap, lastEventId);
        return DetachAsync(context, connection, subscriber, Opening(subscription, stream.Settings, lastEventId));
    }

    private static Task SubscribeThroughPipe(HttpContext context, EventStreamHub hub, RegisteredStream stream, TopicSelection topics, string? lastEventId)
    {
        var set = hub.Connections;
        var refusal = StreamConnection.TryOpen(context, stream, set, out var connection);
        if (refusal != RefusalReason.None) return Handshake.TurnAwayAsync(context, hub, stream, refusal);

        var subscriber = new PipeSubscriber(connection);
        switch (subscriber.TrySubscribe(stream.Push!, topics, lastEventId, out var subscription))
        {
            case Join.Added:
                OnOpened(set, connection, context, subscription.Gap, lastEventId);
                return subscriber.RunAsync(Opening(subscription, stream.Settings, lastEventId));

            case Join.Past:
                OnOpened(set, connection, context, GapReason.None, lastEventId);
                return subscriber.RunAsync(Opening(stream.Settings, lastEventId!), new HistoryReplay(connection, subscriber, stream.Push!, topics.ToFilter(), hub.Replica!, EventId.Parse(lastEventId)));

            default:
                connection.Withdraw();
                return Handshake.TurnAwayAsync(context, hub, stream, RefusalReason.Topic);
        }
    }

    private static void OnOpened(ConnectionSet set, IOpenStream connection, HttpContext context, GapReason gap, string? lastEventId)
    {
        set.OnOpened(connection, context, lastEventId);
        if (!string.IsNullOrEmpty(lastEventId)) set.Meters.Replayed(gap);
    }

    /// <summary>The connection, if it can be taken from Kestrel: HTTP/1.1 without TLS, no body that is still coming in, and none of somebody else's before the server's.</summary>
    private static SocketConnection? Detachable(HttpContext context)
    {
        var features = context.Features;
        return HttpProtocol.IsHttp11(context.Request.Protocol)
            && features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }
            && features.Get<SocketConnection>() is { IsPlain: true } connection
            && ReferenceEquals(features.Get<IHttpResponseBodyFeature>(), features.Get<IHttpRequestFeature>())
            ? connection
            : null;
    }

    /// <summary>Lets Kestrel send the head and the first block, then takes the connection.</summary>
    private static async Task DetachAsync(HttpContext context, SocketConnection connection, DirectSubscriber subscriber, FrameBatch opening)
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

    /// <summary>The first block for a client that is served from the replicated log before it joins: it stands where it stood.</summary>
    private static FrameBatch Opening(StreamSettings settings, string lastEventId)
    {
        var batch = new FrameBatch();
        var frame = batch.Open();
        Blocks.WriteRetry(ref frame, settings.Retry);
        frame.WriteId(lastEventId);
        frame.Write("\n"u8);
        frame.Commit();
        return batch;
    }
}
