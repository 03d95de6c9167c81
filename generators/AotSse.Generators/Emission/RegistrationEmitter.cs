using AotSse.Generators.Model;
using AotSse.Generators.Planning;

namespace AotSse.Generators.Emission;

/// <summary>Writes <c>AddEventStreams</c> and <c>MapEventStreams</c> for all streams of an assembly.</summary>
internal static class RegistrationEmitter
{
    /// <summary>What registers: the types, and the definitions of the streams.</summary>
    public static string Services(EquatableArray<Registration> registrations)
    {
        var writer = new SourceWriter();
        writer.Line("""

            using Microsoft.Extensions.DependencyInjection.Extensions;

            namespace Microsoft.Extensions.DependencyInjection;

            /// <summary>Registers the event streams of this assembly.</summary>
            """);
        writer.Line(Code.Generated);
        writer.Open("internal static class EventStreamServiceCollectionExtensions");
        writer.Line("/// <summary>Registers the runtime and every type of this assembly that declares event streams. A type that is registered already stays as it is.</summary>");
        writer.Line("/// <param name=\"services\">The services of the app.</param>");
        writer.Line("/// <param name=\"configure\">Changes what holds for every stream that does not say otherwise.</param>");
        writer.Line("/// <returns>A builder to which further parts are added.</returns>");
        writer.Open("public static global::AotSse.EventStreamsBuilder AddEventStreams(this global::Microsoft.Extensions.DependencyInjection.IServiceCollection services, global::System.Action<global::AotSse.EventStreamOptions>? configure = null)");
        foreach (var type in registrations.Where(r => r.Factory is not null).GroupBy(r => r.TypeName, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            // Push methods keep their streams; a type with pull streams alone is made for each client, so that it may use scoped services.
            // They also know of a generated constructor.
            var push = type.FirstOrDefault(r => r.Topic is not null);
            var factory = (push ?? type.First()).Factory!;
            var provider = factory.Contains("provider.") ? "provider" : "_";
            writer.Line($"services.TryAdd{(push is null ? "Transient" : "Singleton")}(static {provider} => {factory});");
        }

        var definitions = registrations.GroupBy(r => r.Route, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(Definition).ToList();
        writer.Line($"return global::AotSse.EventStreamsBuilder.Create(services, configure{(definitions.Count == 0 ? ");" : ",")}");
        writer.Indented(() =>
        {
            for (var i = 0; i < definitions.Count; i++) writer.Line(definitions[i] + (i + 1 < definitions.Count ? "," : ");"));
        });
        writer.Close();
        writer.Close();
        return writer.ToString();
    }

    /// <summary>What maps: one endpoint for each route.</summary>
    public static string Endpoints(EquatableArray<Registration> registrations)
    {
        var routes = registrations.GroupBy(r => r.Route, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var subscribers = new List<(Registration Route, string Name)>();
        var writer = new SourceWriter();
        writer.Line("""

            namespace Microsoft.AspNetCore.Builder;

            /// <summary>Maps the event streams of this assembly.</summary>
            """);
        writer.Line(Code.Generated);
        writer.Open("internal static class EventStreamEndpointRouteBuilderExtensions");
        writer.Line("/// <summary>Maps one endpoint for each event stream of this assembly.</summary>");
        writer.Line("/// <param name=\"endpoints\">Where to map.</param>");
        writer.Line("/// <returns>A builder for conventions that hold for all of them, such as <c>RequireAuthorization</c>.</returns>");
        writer.Open("public static global::Microsoft.AspNetCore.Builder.IEndpointConventionBuilder MapEventStreams(this global::Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints)");
        writer.Line("var streams = new global::AotSse.Hosting.EventStreamEndpoints(endpoints);");
        foreach (var methods in routes)
        {
            var route = methods.First();

            // The attributes of all methods of a route: they are one stream.
            var metadata = methods.SelectMany(m => m.Metadata).Distinct().ToList();
            var endpoint = $"{route.TypeName}.{route.Endpoint}";
            if (route.Topic is not null)
            {
                endpoint = SubscriberName(route, names);
                subscribers.Add((route, endpoint));
            }

            writer.Line($"streams.Map({Literals.Quote(route.Route)}, {Literals.Quote($"{route.TypeName}.{route.MethodName}".Replace("global::", "").Replace("@", ""))}, {endpoint}{(metadata.Count == 0 ? ");" : ",")}");
            writer.Indented(() =>
            {
                for (var i = 0; i < metadata.Count; i++) writer.Line(metadata[i] + (i + 1 < metadata.Count ? "," : ");"));
            });
        }

        writer.Line("return streams;");
        writer.Close();
        foreach (var (route, name) in subscribers) Subscriber(writer, route.Route, route.Topic!.Value, name);
        writer.Close();
        return writer.ToString();
    }

    /// <summary>Named after the first method of the stream, with a number where two types have the same simple name.</summary>
    private static string SubscriberName(Registration route, HashSet<string> given)
    {
        var type = route.TypeName.Substring(route.TypeName.LastIndexOfAny(['.', ':']) + 1);
        var name = $"SubscribeTo{type}{route.MethodName}".Replace("@", "");
        var unique = name;
        for (var number = 2; !given.Add(unique); number++) unique = name + number;
        return unique;
    }

    private static string Definition(IGrouping<string, Registration> route)
    {
        var settings = new List<string>();
        Add("Retry", s => s.Retry, "global::System.TimeSpan.FromMilliseconds({0})");
        Add("Heartbeat", s => s.Heartbeat, "global::System.TimeSpan.FromSeconds({0})");
        Add("RetainEvents", s => s.Retain, "{0}");
        Add("RetainBytes", s => s.RetainBytes, "{0}");
        Add("RetainAge", s => s.RetainSeconds, "global::System.TimeSpan.FromSeconds({0})");
        if (route.Select(r => r.Settings.Lag).FirstOrDefault(lag => lag is not null) is { } policy) settings.Add($"Lag = global::AotSse.LagPolicy.{policy}");
        var isPush = route.First().Topic is not null ? "true" : "false";
        return $"new global::AotSse.Hosting.StreamDefinition({Literals.Quote(route.Key)}, IsPush: {isPush})"
            + (settings.Count == 0 ? "" : $" {{ {string.Join(", ", settings)} }}");

        void Add(string name, Func<SettingsModel, int?> value, string format)
        {
            if (route.Select(r => value(r.Settings)).FirstOrDefault(v => v is not null) is { } set)
                settings.Add($"{name} = {string.Format(System.Globalization.CultureInfo.InvariantCulture, format, set)}");
        }
    }

    private static void Subscriber(SourceWriter writer, string route, EquatableArray<TopicParameter> topic, string name)
    {
        writer.Line();
        writer.Line($"/// <summary>Serves one subscriber of <c>{Code.Xml(route)}</c>.</summary>");
        writer.Open($"private static {Code.Task} {name}({Code.HttpContext} context)");
        if (topic.Count == 0)
        {
            writer.Line($"return global::AotSse.Hosting.EventStreamEndpoints.SubscribeAsync(context, {Literals.Quote(route)}, default);");
            writer.Close();
            return;
        }

        writer.Line($"var request = new {Code.RequestBinder}(context);");
        foreach (var parameter in topic)
        {
            var routeName = Literals.Quote(parameter.RouteName);
            var value = parameter.Kind switch
            {
                TopicKind.Text => $"request.Topic({routeName})",
                TopicKind.Enum => $"request.ParseEnum<{parameter.Type}>(request.Route({routeName}), \"route value\", {routeName})",
                _ => $"request.Parse<{parameter.Type}>(request.Route({routeName}), \"route value\", {routeName})",
            };
            writer.Line($"var {Local(parameter, topic)} = {value};");
        }

        writer.Line("if (request.Failed) return request.RejectAsync();");
        writer.Line();
        var selected = Local(topic[0], topic);
        if (!TopicEmitter.IsPlain(topic))
        {
            TopicEmitter.Build(writer, topic, "topic", parameter => Local(parameter, topic));
            selected = "topic.Name";
        }

        writer.Line($"return global::AotSse.Hosting.EventStreamEndpoints.SubscribeAsync(context, {Literals.Quote(route)}, {selected});");
        writer.Close();
    }

    private static string Local(TopicParameter parameter, EquatableArray<TopicParameter> topic)
    {
        if (parameter.Name is not ("request" or "context" or "topic")) return parameter.Name;
        var name = parameter.Name + "Value";
        while (topic.Any(other => other.Name == name)) name += "_";
        return name;
    }
}
