using AotSse.Generators.Model;
using AotSse.Generators.Planning;

namespace AotSse.Generators.Emission;

/// <summary>
/// Writes the registrar: all that an assembly has to say of its own streams. It is public, so that an app can call those of the libraries it references,
/// and an attribute of the assembly names it, so that the app's generator finds it.
/// </summary>
internal static class RegistrarEmitter
{
    public static string Emit(RegistrarModel registrar)
    {
        var streams = registrar.Registrations;
        var subscribers = new List<(Registration Route, string Name)>();
        var writer = SourceWriter.File(streams.SelectMany(static stream => stream.Experiments));
        writer.Line($"""

            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.DependencyInjection.Extensions;

            [assembly: global::AotSse.Hosting.EventStreamRegistrar(typeof({registrar.FullName}))]

            namespace {RegistrarModel.Namespace};

            /// <summary>The event streams of this assembly. Generated code calls it: <c>AddEventStreams</c>, <c>MapEventStreams</c> and <c>MapEventStreamContracts</c>, here and in assemblies that reference this one.</summary>
            """);
        writer.Line(Code.Generated);
        writer.Line("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
        writer.Open($"public static class {registrar.Name}");
        Services(writer, streams);
        writer.Line();
        Endpoints(writer, streams, subscribers);
        writer.Line();
        Contracts(writer, streams);
        foreach (var (route, name) in subscribers) Subscriber(writer, route.Route, route.Topic!.Value, name);
        writer.Close();
        return writer.ToString();
    }

    /// <summary>What registers: the types, and the definitions of the streams.</summary>
    private static void Services(SourceWriter writer, EquatableArray<Registration> registrations)
    {
        writer.Line("/// <summary>Registers every type that declares streams, and the streams. A type that is registered already stays as it is.</summary>");
        writer.Open("public static void AddTo(global::AotSse.EventStreamsBuilder builder)");
        var types = registrations.Where(r => r.Factory is not null).GroupBy(r => r.TypeName, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal);
        foreach (var type in types)
        {
            // Push methods keep their streams; a type with pull streams alone is made for each client, so that it may use scoped services.
            // They also know of a generated constructor.
            var push = type.FirstOrDefault(r => r.Topic is not null);
            var factory = (push ?? type.First()).Factory!;
            var provider = factory.Contains("provider.") ? "provider" : "_";
            writer.Line($"builder.Services.TryAdd{(push is null ? "Transient" : "Singleton")}(static {provider} => {factory});");
        }

        foreach (var route in registrations.GroupBy(r => r.Route, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            writer.Line($"builder.Add({Definition(route)});");
        writer.Close();
    }

    /// <summary>What maps: one endpoint for each route.</summary>
    private static void Endpoints(SourceWriter writer, EquatableArray<Registration> registrations, List<(Registration Route, string Name)> subscribers)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        writer.Line("/// <summary>Maps one endpoint for each stream.</summary>");
        writer.Open("public static void MapTo(global::AotSse.Hosting.EventStreamEndpoints streams)");
        foreach (var methods in registrations.GroupBy(r => r.Route, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
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

        writer.Close();
    }

    private static void Contracts(SourceWriter writer, EquatableArray<Registration> registrations)
    {
        writer.Line("/// <summary>Describes every stream.</summary>");
        writer.Open("public static void DescribeTo(global::AotSse.EventStreamContracts contracts)");
        foreach (var stream in registrations.OrderBy(r => r.Route, StringComparer.Ordinal).ThenBy(r => r.TypeName, StringComparer.Ordinal).ThenBy(r => r.Contract, StringComparer.Ordinal))
            writer.Line($"contracts.Add({stream.TypeName}.{stream.Contract});");
        writer.Close();
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
