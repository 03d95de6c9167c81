using AotSse.Fanout;
using AotSse.Hosting;
using Microsoft.AspNetCore.Builder;

namespace AotSse.Tests.Support;

/// <summary>An endpoint of an app's own, for several topics of a stream.</summary>
internal static class Many
{
    public static void Map(WebApplication app, string path, string route) => app.MapGet(path, context =>
    {
        var topics = TopicPatterns.TryCreate(context.Request.Query["topic"], out var wrong);
        Assert.True(topics is not null, wrong);
        return EventStreamEndpoints.SubscribeToManyAsync(context, route, topics);
    });
}
