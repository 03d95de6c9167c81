using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace AotSse.Hosting;

/// <summary>
/// Endpoints of GET and HEAD as they were mapped. The framework's own <c>MapMethods</c> asks each delegate which method it stands for, a question that is dear in a native
/// binary; nothing here needs the answer.
/// </summary>
/// <remarks>Mapped by one thread while the app is composed, read by any afterwards.</remarks>
internal sealed class StreamEndpointSource : EndpointDataSource, IEndpointConventionBuilder
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private readonly List<RouteEndpointBuilder> _mapped = [];
    private readonly List<Action<EndpointBuilder>> _conventions = [];
    private readonly List<Action<EndpointBuilder>> _lastConventions = [];

    // Built once, by whoever asks first: routing asks under its own lock.
    private List<Endpoint>? _endpoints;

    public override IReadOnlyList<Endpoint> Endpoints => _endpoints ??= Build();

    /// <summary>Maps one endpoint.</summary>
    /// <param name="route">The route pattern.</param>
    /// <param name="displayName">What logs call it.</param>
    /// <param name="handler">Serves a request.</param>
    /// <param name="metadata">What conventions and middleware find on it.</param>
    public void Map(string route, string displayName, RequestDelegate handler, params ReadOnlySpan<object> metadata)
    {
        var endpoint = new RouteEndpointBuilder(handler, RoutePatternFactory.Parse(route), order: 0) { DisplayName = displayName };
        endpoint.Metadata.Add(new HttpMethodMetadata(Methods));
        foreach (var part in metadata) endpoint.Metadata.Add(part);
        _mapped.Add(endpoint);
    }

    public void Add(Action<EndpointBuilder> convention) => _conventions.Add(convention);

    public void Finally(Action<EndpointBuilder> finallyConvention) => _lastConventions.Add(finallyConvention);

    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;

    private List<Endpoint> Build()
    {
        var endpoints = new List<Endpoint>(_mapped.Count);
        foreach (var endpoint in _mapped)
        {
            foreach (var convention in _conventions) convention(endpoint);
            foreach (var convention in _lastConventions) convention(endpoint);
            endpoints.Add(endpoint.Build());
        }

        return endpoints;
    }
}
