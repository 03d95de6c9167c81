using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Reads the streams of a client. Methods that the server's own rules refuse are left out: the server does not have them either.</summary>
internal sealed class ClientStreamParser
{
    private const string DefaultEventName = "message";

    private readonly INamedTypeSymbol _client;
    private readonly JsonContext? _context;
    private readonly ReadTable _table;
    // Without case: files are named after streams.
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    private ClientStreamParser(INamedTypeSymbol client, JsonContext? context, ReadTable table)
    {
        (_client, _context, _table) = (client, context, table);
        foreach (var member in client.GetMembers())
            if (!member.IsImplicitlyDeclared) _names.Add(member.Name);
        _names.UnionWith([client.Name, "Payloads", "_streams"]);
    }

    /// <param name="client">The client.</param>
    /// <param name="methods">The methods with <c>[EventStream]</c>.</param>
    /// <param name="context">The context that the client names.</param>
    /// <param name="table">Takes the types of payloads.</param>
    public static EquatableArray<ClientStream> Parse(INamedTypeSymbol client, IEnumerable<IMethodSymbol> methods, JsonContext? context, ReadTable table)
    {
        var parser = new ClientStreamParser(client, context, table);
        var streams = new List<ClientStream>();
        foreach (var route in methods.Select(RouteOf).Where(declared => declared.Route is not null).GroupBy(declared => (RouteParser.ShapeOf(declared.Route!), IsPull(declared.Method))))
        {
            var (first, pattern, attribute) = route.First();
            RouteParser.Parse(pattern!, out var parameters);
            if (route.Key.Item2) streams.Add(parser.Pull(first, pattern!, attribute, parameters));
            else if (parser.Push([.. route.Select(declared => declared.Method)], pattern!, parameters) is { } push) streams.Add(push);
        }

        return streams.ToEquatable();
    }

    private static (IMethodSymbol Method, string? Route, AttributeData Attribute) RouteOf(IMethodSymbol method)
    {
        var attribute = method.Attribute(Names.EventStream)!;
        var route = attribute.ConstructorArguments is [{ Value: string text }] ? text : "";
        return (method, RouteParser.Parse(route, out _) is null && !method.IsGenericMethod ? route : null, attribute);
    }

    private static bool IsPull(IMethodSymbol method) => method.ReturnType.Is(Names.AsyncEnumerable);

    private ClientStream? Push(List<IMethodSymbol> methods, string route, EquatableArray<RouteParameter> parameters)
    {
        var first = methods[0];
        var arguments = new List<ClientArgument>();
        foreach (var parameter in parameters)
        {
            if (first.Parameters.FirstOrDefault(p => string.Equals(p.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)) is not { } found) return null;
            arguments.Add(new ClientArgument(found.Name.Escaped(), found.Type.ToSourceNotNull(), false, ArgumentSource.Route, parameter.Name));
        }

        var name = Unique(RouteNames.Of(route, first.ContainingType.Name));
        var events = new ClientEventParser(name + "Event", _client);
        foreach (var method in methods) events.Add(method, ReaderFor(method));
        var isPublic = arguments.Count == 0 || parameters.All(p => first.Parameters.First(m => string.Equals(m.Name, p.Name, StringComparison.OrdinalIgnoreCase)).Type.IsPublic());
        return Stream(name, route, isPublic && events.IsPublic, null, arguments, "after", HeartbeatOf(methods), events.ToEvents(), null);
    }

    private ClientStream Pull(IMethodSymbol method, string route, AttributeData attribute, EquatableArray<RouteParameter> parameters)
    {
        var parser = new ArgumentParser(parameters, default);
        var declaration = StreamParser.UserDeclaration(method) ?? method;
        var arguments = new List<ClientArgument>();
        var isPublic = true;
        var takesPosition = false;
        foreach (var parameter in declaration.Parameters)
        {
            if (parser.Parse(parameter) is not { } argument) continue;
            takesPosition |= argument.Source == ArgumentSource.LastEventId;
            if (argument.Source is not (ArgumentSource.Route or ArgumentSource.Query or ArgumentSource.Header)) continue;
            var isOptional = argument.IsOptional || argument.Default is not null;
            isPublic &= parameter.Type.IsPublic();
            arguments.Add(new ClientArgument(argument.Name, argument.Type + (isOptional ? "?" : ""), isOptional, argument.Source, argument.SourceName));
        }

        var itemType = ((INamedTypeSymbol)declaration.ReturnType).TypeArguments[0];
        var isSseItem = itemType.Is(Names.SseItem);
        var data = isSseItem ? ((INamedTypeSymbol)itemType).TypeArguments[0] : itemType;
        var name = Unique(method.Name);
        var kind = ClientEventParser.KindOf(data);
        if (kind == PayloadKind.Json) ReaderFor(method).Parse(data, "item");
        var item = new ClientItem(data.ToSource(), ReadParser.Plain(data), kind, attribute.Named<string>("Event") ?? DefaultEventName, isSseItem);
        return Stream(name, route, isPublic && data.IsPublic(), Documentation.Summary(method), arguments, takesPosition ? "after" : null, HeartbeatOf([method]), default, item);
    }

    private static ClientStream Stream(
        string name, string route, bool isPublic, string? description, List<ClientArgument> arguments, string? after, int? heartbeat, EquatableArray<ClientEvent> events, ClientItem? item)
    {
        var taken = new HashSet<string>(arguments.Select(argument => argument.Name.TrimStart('@')), StringComparer.Ordinal);
        return new ClientStream(
            name, route, isPublic ? "public" : "internal", description, RouteNames.PathOf(route, arguments),
            arguments.OrderBy(argument => argument.IsOptional).ToEquatable(),
            after is null ? null : Local(after), Local("cancellationToken"), heartbeat, events, item);

        string Local(string wish)
        {
            while (!taken.Add(wish)) wish += "_";
            return wish;
        }
    }

    /// <summary>Settings hold for the whole route, whichever method has them.</summary>
    private static int? HeartbeatOf(List<IMethodSymbol> methods) => methods.Max(method => method.Attribute(Names.EventStream)!.NamedInt("Heartbeat"));

    /// <summary>Reads payloads of a method: the context of the client goes before that of the server.</summary>
    private ReadParser ReaderFor(IMethodSymbol method)
    {
        var contexts = new List<JsonContext>();
        if (_context is not null) contexts.Add(_context with { IsOfClient = true });
        var attribute = method.Attribute(Names.EventStream)!;
        if (attribute.Named<ITypeSymbol>("JsonContext")?.IsVisibleTo(_client) == true && JsonContext.TryParse(attribute, default, out var server)) contexts.Add(server!);
        return new ReadParser(_table, _client, contexts);
    }

    /// <summary>A method and an event type with names that nothing else has.</summary>
    private string Unique(string wish)
    {
        var name = wish;
        for (var number = 2; _names.Contains(name) || _names.Contains(name + "Event"); number++) name = wish + number;
        _names.Add(name);
        _names.Add(name + "Event");
        return name;
    }
}
