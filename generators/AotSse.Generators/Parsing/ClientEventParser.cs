using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Reads the events of one push stream, and gives each a record.</summary>
/// <param name="eventType">The type that all its events derive from.</param>
/// <param name="client">The client.</param>
internal sealed class ClientEventParser(string eventType, INamedTypeSymbol client)
{
    /// <summary>Records that every stream has, and the type around them all.</summary>
    private readonly HashSet<string> _names = new(["Gap", "Unknown", eventType, "EventId", "Equals", "GetHashCode", "ToString", "GetType", "EqualityContract", "PrintMembers", "MemberwiseClone", "Finalize", "ReferenceEquals", "Clone", "Deconstruct"], StringComparer.Ordinal);
    private readonly List<ClientEvent> _events = [];

    /// <summary>Whether whoever sees the client can see what is in its events.</summary>
    public bool IsPublic { get; private set; } = true;

    public EquatableArray<ClientEvent> ToEvents() => _events.ToEquatable();

    /// <summary>Text and bytes stand in the data as they are, everything else as JSON.</summary>
    public static PayloadKind KindOf(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_String) return PayloadKind.Text;
        return ScalarParser.IsBytes(type, "System.ReadOnlyMemory<T>") ? PayloadKind.Utf8 : PayloadKind.Json;
    }

    /// <param name="method">A push method of the route.</param>
    /// <param name="reader">Reads its payload.</param>
    public void Add(IMethodSymbol method, ReadParser reader)
    {
        var isNamedAtRunTime = method.Parameters.Any(p => p.Attribute(Names.EventName) is not null);
        var eventName = isNamedAtRunTime ? null : method.Attribute(Names.EventStream)!.Named<string>("Event") ?? JsonNaming.CamelCase(method.Name);

        // One name stands for one payload; of those that are named at run time the first takes what no name claims.
        if (_events.Exists(other => other.EventName == eventName)) return;
        var name = Unique(_names, Pascal(method.Name), "Event");
        var values = method.Parameters.Where(p => p.Attribute(Names.EventName) is null).ToList();
        var payload = values.Find(p => p.Attribute(Names.Payload) is not null);
        var kind = payload is null ? PayloadKind.Json : KindOf(payload.Type);
        var members = new List<EventMember>();
        var taken = new HashSet<string>(_names, StringComparer.Ordinal) { name, "EventName" };
        foreach (var parameter in payload is null ? values : [payload])
        {
            IsPublic &= parameter.Type.IsPublic();
            if (kind == PayloadKind.Json) reader.Parse(parameter.Type, payload is null ? $"{method.Name}.{parameter.Name}" : parameter.Name);
            members.Add(new EventMember(Unique(taken, Pascal(parameter.Name), "Value"), parameter.Type.ToSource(), ReadParser.Plain(parameter.Type)));
        }

        if (payload is null) reader.Table.Add(Describe(name, values, members, reader.Table));
        _events.Add(new ClientEvent(name, eventName, kind, members.ToEquatable(), payload is not null, Documentation.Summary(method)));
    }

    private ReadObject Describe(string name, List<IParameterSymbol> values, List<EventMember> members, ReadTable table)
    {
        var plain = $"{ReadParser.Plain(client)}.{eventType}.{name}";
        table.TryName(plain, eventType + name, out var unique);
        var read = members.Select((member, i) => new ReadMember(member.Name, JsonNaming.CamelCase(values[i].Name), member.Plain, plain, ReadSet.Construct, null)).ToList();
        return new ReadObject(unique, plain, true, false, members.Select(member => new ReadArgument(member.Name, null)).ToEquatable(), read.ToEquatable());
    }

    private static string Pascal(string name) => (char.ToUpperInvariant(name[0]) + name.Substring(1)).Escaped();

    private static string Unique(HashSet<string> taken, string wish, string suffix)
    {
        while (!taken.Add(wish)) wish += suffix;
        return wish;
    }
}
