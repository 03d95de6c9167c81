using System.Globalization;
using AotSse.Generators.Model;
using AotSse.Generators.Planning;

namespace AotSse.Generators.Emission;

/// <summary>Writes a stream of a client: the method that subscribes, the reader of its events, and a record for each.</summary>
internal static class ClientStreamEmitter
{
    private const string Client = "global::AotSse.Client.";
    private const string EventData = Client + "Payloads.EventData";
    private const string Enumerable = "global::System.Collections.Generic.IAsyncEnumerable";
    private const string CancellationToken = "global::System.Threading.CancellationToken";
    private const string SseItem = "global::System.Net.ServerSentEvents.SseItem";

    public static string Emit(ClientFile file)
    {
        var stream = file.Stream;
        var writer = SourceWriter.File(file.Experiments);
        writer.Line();
        writer.OpenType(file.Type);
        Method(writer, stream);
        writer.Line();
        if (stream.Item is { } item)
        {
            ItemReader(writer, stream, item);
        }
        else
        {
            EventReader(writer, stream);
            writer.Line();
            Events(writer, stream);
        }

        writer.CloseType(file.Type);
        return writer.ToString();
    }

    private static void Method(SourceWriter writer, ClientStream stream)
    {
        writer.Line($"/// <summary>{Summary(stream)}</summary>");
        foreach (var argument in stream.Arguments)
            writer.Line($"/// <param name=\"{argument.Name.TrimStart('@')}\">The {Source(argument.Source)} <c>{Code.Xml(argument.SourceName)}</c>.</param>");
        if (stream.After is { } after) writer.Line($"/// <param name=\"{after}\">The id of the last event that is known already; without one, the stream begins as for a new client.</param>");
        writer.Line($"/// <param name=\"{stream.Cancellation}\">Ends the enumeration.</param>");
        writer.Line($"/// <exception cref=\"{Client}EventStreamException\">The server refuses the stream, attempts have run out, or an event cannot be read.</exception>");
        writer.Line(Code.Generated);

        var parameters = stream.Arguments.Select(a => $"{a.Type} {a.Name}{(a.IsOptional ? " = null" : "")}").ToList();
        if (stream.After is not null) parameters.Add($"string? {stream.After} = null");
        parameters.Add($"{CancellationToken} {stream.Cancellation} = default");
        writer.Line($"{stream.Accessibility} {Enumerable}<{Yielded(stream)}> {stream.Name}({string.Join(", ", parameters)}) =>");
        writer.Indented(() => writer.Line($"_streams.{Call(stream)}{Request(stream)}, {Reader(stream)}, {stream.Cancellation});"));
    }

    private static string Yielded(ClientStream stream) => stream.Item switch
    {
        null => stream.EventType,
        { IsSseItem: true } item => $"{SseItem}<{item.Type}>",
        { } item => item.Type,
    };

    private static string Call(ClientStream stream) => stream.Item switch
    {
        null => "EventsAsync<" + stream.EventType + ">(",
        { IsSseItem: true } item => $"ReadAsync<{item.Type}>(",
        { } item => $"ItemsAsync<{item.Type}>(",
    };

    private static string Reader(ClientStream stream) => stream.Item is { IsSseItem: false } item
        ? $"{Literals.Quote(item.EventName)}, Read{stream.Name}"
        : $"Read{stream.Name}";

    private static string Request(ClientStream stream)
    {
        var parts = stream.Path.ToList();
        var start = parts.Count > 0 && parts[0].Parameter is null ? Literals.Quote(parts[0].Text) : "";
        var request = $"new {Client}StreamRequest({start})";
        var settings = new List<string>();
        if (stream.After is { } after) settings.Add("After = " + after);
        if (stream.Heartbeat is { } seconds) settings.Add($"Heartbeat = global::System.TimeSpan.FromSeconds({seconds.ToString(CultureInfo.InvariantCulture)})");
        if (settings.Count > 0) request += $" {{ {string.Join(", ", settings)} }}";
        foreach (var part in parts.Skip(start.Length > 0 ? 1 : 0))
        {
            request += part.Parameter is { } name
                ? $".{(part.IsCatchAll ? "CatchAll" : "Route")}({part.Text}, {Literals.Quote(name)})"
                : $".Literal({Literals.Quote(part.Text)})";
        }

        foreach (var argument in stream.Arguments)
            if (argument.Source is ArgumentSource.Query or ArgumentSource.Header) request += $".{argument.Source}({Literals.Quote(argument.SourceName)}, {argument.Name})";
        return request;
    }

    private static void ItemReader(SourceWriter writer, ClientStream stream, ClientItem item)
    {
        writer.Line(Code.Generated);
        writer.Line($"private static {item.Type} Read{stream.Name}(string name, global::System.ReadOnlySpan<byte> data) => {Data(item.Kind, item.Plain)};");
    }

    private static void EventReader(SourceWriter writer, ClientStream stream)
    {
        writer.Line(Code.Generated);
        writer.Open($"private static {stream.EventType} Read{stream.Name}(string name, global::System.ReadOnlySpan<byte> data) => name switch");
        var others = $"new {stream.EventType}.Unknown(name, {EventData}.Text(data))";
        foreach (var found in stream.Events)
        {
            if (found.EventName is { } name) writer.Line($"{Literals.Quote(name)} => {Read(stream, found)},");
            else others = Read(stream, found);
        }

        if (!stream.Events.Any(found => found.EventName == "gap")) writer.Line($"{Client}GapInfo.EventName => new {stream.EventType}.Gap({EventData}.Gap(data)),");
        writer.Line($"_ => {others},");
        writer.Close(";");
    }

    private static string Read(ClientStream stream, ClientEvent found)
    {
        var record = $"{stream.EventType}.{found.Name}";
        if (found.IsWhole) return $"new {record}({(found.EventName is null ? "name, " : "")}{Data(found.Kind, found.Members[0].Plain)})";
        var read = $"{EventData}.Record(name, data, Payloads.Of<{record}>())";
        return found.EventName is null ? read + " with { EventName = name }" : read;
    }

    private static string Data(PayloadKind kind, string plain) => kind switch
    {
        PayloadKind.Text => $"{EventData}.Text(data)",
        PayloadKind.Utf8 => "data.ToArray()",
        _ => $"{EventData}.Json(name, data, Payloads.Of<{plain}>())!",
    };

    private static void Events(SourceWriter writer, ClientStream stream)
    {
        writer.Line($"/// <summary>An event of <c>{Code.Xml(stream.Route)}</c>: one of the records in it.</summary>");
        writer.Line(Code.Generated);
        writer.Open($"{stream.Accessibility} abstract record {stream.EventType} : {Client}StreamEvent");
        writer.Line($"private {stream.EventType}()");
        writer.Line("{");
        writer.Line("}");
        foreach (var found in stream.Events)
        {
            writer.Line();
            writer.Line($"/// <summary>{Code.Xml(found.Description ?? (found.EventName is { } name ? $"The event '{name}'." : "An event that is named at run time."))}</summary>");
            var members = string.Join(", ", found.Members.Select(member => $"{member.Type} {member.Name}"));
            var head = $"public sealed record {found.Name}({(found is { EventName: null, IsWhole: true } ? "string EventName, " : "")}{members}) : {stream.EventType}";
            if (found is { EventName: not null } or { IsWhole: true })
            {
                writer.Line(head + ";");
                continue;
            }

            writer.Open(head);
            writer.Line("/// <summary>The name of the event.</summary>");
            writer.Line("public string EventName { get; init; } = \"message\";");
            writer.Close();
        }

        writer.Line();
        writer.Line("/// <summary>Events are lost: the server could not go on from the client's position. Everything it retains follows.</summary>");
        writer.Line($"public sealed record Gap({Client}GapInfo Info) : {stream.EventType};");
        writer.Line();
        writer.Line("/// <summary>An event that this contract does not know: the server is newer.</summary>");
        writer.Line($"public sealed record Unknown(string EventName, string Data) : {stream.EventType};");
        writer.Close();
    }

    private static string Summary(ClientStream stream) => Code.Xml(stream.Description ?? "Subscribes to") is var text && stream.Description is not null
        ? text
        : $"{text} <c>{Code.Xml(stream.Route)}</c>.";

    private static string Source(ArgumentSource source) => source switch
    {
        ArgumentSource.Route => "route value",
        ArgumentSource.Query => "query parameter",
        _ => "header",
    };
}
