using AotSse.Generators.Contracts;
using AotSse.Generators.Model;

namespace AotSse.Generators.Emission;

/// <summary>Writes what clients are told of one method, as JSON in the assembly's static data: nothing of it is touched before a document is asked for.</summary>
internal static class ContractEmitter
{
    public static void Emit(SourceWriter writer, StreamModel stream)
    {
        writer.Line($"/// <summary>What clients are told of <c>{Code.Xml(stream.Route)}</c>; see <see cref=\"global::AotSse.EventStreamContracts\"/>.</summary>");
        writer.Line(Code.Generated);
        writer.Line($"internal static global::System.ReadOnlySpan<byte> {GeneratedMembers.Contract(stream.Method.UniqueName)} =>");
        writer.Indented(() =>
        {
            writer.Line("\"\"\"");
            writer.Line(JsonPrinter.Print(Describe(stream)));
            writer.Line("\"\"\"u8;");
        });
    }

    private static JsonObject Describe(StreamModel stream)
    {
        var (push, contract) = (stream.Push, stream.Contract);
        var payload = push?.Data ?? stream.Pull!.Item;
        var method = stream.Method.Name.TrimStart('@');
        var described = new JsonObject()
            .Add("path", contract.Path)
            .Add("kind", push is null ? "pull" : "push")
            .Add("method", $"{stream.Type.Name.TrimStart('@')}.{method}")
            .Add("event", EventNameOf(stream, payload))
            .Add("description", contract.Description);
        if (contract.Parameters.Count > 0) described.Add("parameters", contract.Parameters.Select(parameter => (object)Describe(parameter)).ToList());
        if (payload.Kind != PayloadKind.Json) return described;

        var schemas = new PayloadSchemas(payload, contract, method);
        described.Add("data", schemas.Data());
        return schemas.Named() is { Count: > 0 } named ? described.Add("schemas", named) : described;
    }

    /// <summary>None where the app chooses it for each event.</summary>
    private static string? EventNameOf(StreamModel stream, PayloadModel payload)
    {
        if (stream.Push is { EventNameParameter: not null } || payload.Item != SseItemKind.None) return null;
        return stream.EventName ?? "message";
    }

    private static JsonObject Describe(ContractParameter parameter)
    {
        var schema = ScalarSchema.Of(parameter.Value);
        if (parameter.Names.Count > 0) schema.Add("enum", parameter.Names.Select(name => (object)name).ToList());
        return new JsonObject()
            .Add("name", parameter.Name)
            .Add("in", parameter.Place.ToString().ToLowerInvariant())
            .Add("required", parameter.IsRequired)
            .Add("catchAll", parameter.IsCatchAll ? true : null)
            .Add("description", parameter.Description)
            .Add("schema", schema);
    }
}
