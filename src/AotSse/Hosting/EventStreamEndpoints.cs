using AotSse.Fanout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Hosting;

/// <summary>
/// The endpoints of an app's streams, and of the libraries it references: generated code maps them here, and conventions such as <c>RequireAuthorization</c> reach all.
/// </summary>
public sealed class EventStreamEndpoints : IEndpointConventionBuilder
{
    private readonly StreamEndpointSource _source = new();

    // Who has a route. The analyzer sees one assembly; only here those of several meet.
    private readonly Dictionary<string, string> _routes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Prepares to map.</summary>
    /// <param name="endpoints">Where to map.</param>
    public EventStreamEndpoints(IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.DataSources.Add(_source);
    }

    /// <summary>Maps one stream to GET and HEAD.</summary>
    /// <param name="route">The route pattern.</param>
    /// <param name="displayName">What logs call it.</param>
    /// <param name="endpoint">The generated endpoint.</param>
    /// <param name="metadata">The other attributes of its methods and their type, such as <c>[Authorize]</c>.</param>
    /// <exception cref="InvalidOperationException">Another stream has this route.</exception>
    public void Map(string route, string displayName, RequestDelegate endpoint, params ReadOnlySpan<object> metadata)
    {
        ArgumentNullException.ThrowIfNull(route);
        if (!_routes.TryAdd(route.TrimEnd('/'), displayName))
            throw new InvalidOperationException($"The route '{route}' of '{displayName}' is that of '{_routes[route.TrimEnd('/')]}' too: no request could tell them apart.");

        _source.Map(route, displayName, endpoint, metadata);
    }

    /// <summary>Serves one subscriber of a push stream. Generated endpoints call it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="route">The route pattern, as registered.</param>
    /// <param name="topic">The name of the topic, valid.</param>
    public static Task SubscribeAsync(HttpContext context, string route, ReadOnlySpan<char> topic) =>
        PushEndpoint.SubscribeAsync(context, context.RequestServices.GetRequiredService<EventStreamHub>(), route, new TopicSelection(topic, null));

    /// <summary>Serves one subscriber of several topics of a push stream. Map it yourself, where and for whom you like.</summary>
    /// <param name="context">The request.</param>
    /// <param name="route">The route pattern of the stream, as declared.</param>
    /// <param name="topics">Which topics; also those that come into being later.</param>
    /// <remarks>
    /// Each event's id is followed by <c>@</c> and the topic it came from, escaped as in a URL. The part before it is a cursor in all of them: a client that
    /// comes back gets from each topic what it lacks, in the order in which it was published.
    /// <para>With a replicated log of more than one partition the answer is 400: their events have no common order.</para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">No push stream with this route was registered in this app.</exception>
    public static Task SubscribeToManyAsync(HttpContext context, string route, TopicPatterns topics)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(topics);
        var hub = context.RequestServices.GetRequiredService<EventStreamHub>();
        hub.GetStream(route);
        if (hub.Replica is { HasOneOrder: false })
            return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "Bad Request", "Several topics have no common order here, because the replicated log has several partitions: subscribe to each topic on a connection of its own.");
        return PushEndpoint.SubscribeAsync(context, hub, route, new TopicSelection(default, topics));
    }

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention) => _source.Add(convention);

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention) => _source.Finally(finallyConvention);
}
