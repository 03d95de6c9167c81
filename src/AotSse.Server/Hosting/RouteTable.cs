using Microsoft.AspNetCore.Routing.Template;

namespace AotSse.Server.Hosting;

/// <summary>
/// Endpoints by path. As the framework's routing finds them, with patterns that it parses and matches, but without the automaton it builds for many: at the start
/// there is nothing to build, and a request of ours looks at a dozen at the most.
/// </summary>
/// <param name="services">The services of the app.</param>
internal sealed class RouteTable(IServiceProvider services) : IEndpointRouteBuilder
{
    // Both written by Freeze before the first request.
    private readonly Dictionary<string, List<RouteEndpoint>> _byPath = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<RoutedPattern> _byPattern = [];

    private readonly List<RouteEndpoint> _endpoints = [];

    public IServiceProvider ServiceProvider => services;

    /// <summary>Where others put their endpoints.</summary>
    public ICollection<EndpointDataSource> DataSources { get; } = [];

    /// <summary>Maps an endpoint.</summary>
    public void Map(string route, string[] methods, RequestDelegate handler, params ReadOnlySpan<object> metadata)
    {
        var pattern = Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse(route);
        _endpoints.Add(new RouteEndpoint(handler, pattern, order: 0, new EndpointMetadataCollection([new HttpMethodMetadata(methods), .. metadata]), route));
    }

    /// <summary>Takes all that has been mapped, the most exact pattern first.</summary>
    public void Freeze()
    {
        foreach (var source in DataSources)
            foreach (var endpoint in source.Endpoints) _endpoints.Add((RouteEndpoint)endpoint);
        foreach (var endpoint in _endpoints)
        {
            if (endpoint.RoutePattern.Parameters.Count > 0) _byPattern.Add(new RoutedPattern(endpoint));
            else if (_byPath.TryGetValue(endpoint.RoutePattern.RawText!, out var others)) others.Add(endpoint);
            else _byPath.Add(endpoint.RoutePattern.RawText!, [endpoint]);
        }

        _byPattern.Sort(static (a, b) => a.Precedence.CompareTo(b.Precedence));
    }

    /// <summary>Finds the endpoint of a request and remembers it there; none, or one that answers 405, when there is none.</summary>
    public void Match(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value!;
        List<string>? allowed = null;
        if (_byPath.TryGetValue(path.Length > 1 && path[^1] == '/' ? path[..^1] : path, out var exact))
        {
            foreach (var endpoint in exact)
                if (Takes(endpoint, context, ref allowed)) return;
        }

        foreach (var pattern in _byPattern)
        {
            if (pattern.Match(request.Path) is not { } values) continue;
            request.RouteValues = values;
            if (Takes(pattern.Endpoint, context, ref allowed)) return;
        }

        if (allowed is not null) context.SetEndpoint(NotAllowed(string.Join(", ", allowed)));
    }

    /// <summary>Answers by the endpoint that was found, or by 404.</summary>
    public static Task RunAsync(HttpContext context)
    {
        if (context.GetEndpoint() is { RequestDelegate: { } handler }) return handler(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);

    private static bool Takes(RouteEndpoint endpoint, HttpContext context, ref List<string>? allowed)
    {
        var methods = endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods;
        foreach (var method in methods)
        {
            if (!HttpMethods.Equals(method, context.Request.Method)) continue;
            context.SetEndpoint(endpoint);
            return true;
        }

        allowed ??= [];
        foreach (var method in methods)
            if (!allowed.Contains(method)) allowed.Add(method);
        return false;
    }

    private static Endpoint NotAllowed(string methods) => new(
        context =>
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = methods;
            return Task.CompletedTask;
        },
        EndpointMetadataCollection.Empty,
        "405");

    /// <summary>An endpoint whose path has parameters. What matches them is made for the first request that may be for it.</summary>
    private sealed class RoutedPattern(RouteEndpoint endpoint)
    {
        private readonly Lazy<TemplateMatcher> _matcher = new(() => new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []));

        public RouteEndpoint Endpoint => endpoint;

        public decimal Precedence => endpoint.RoutePattern.InboundPrecedence;

        /// <returns>The values of the parameters, <see langword="null"/> if the path does not match.</returns>
        public RouteValueDictionary? Match(PathString path)
        {
            var values = new RouteValueDictionary();
            return _matcher.Value.TryMatch(path, values) ? values : null;
        }
    }
}
