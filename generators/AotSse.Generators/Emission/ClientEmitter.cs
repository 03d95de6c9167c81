using AotSse.Generators.Model;

namespace AotSse.Generators.Emission;

/// <summary>Writes what the streams of a client share: its constructor, and the description of payloads.</summary>
internal static class ClientEmitter
{
    public static string Emit(ClientModel client)
    {
        var writer = SourceWriter.File(client.Experiments);
        writer.Line();
        if (client.Types.Count > 0)
        {
            writer.Line(ReadEmitter.Aliases.Replace("\r", ""));
            writer.Line();
        }

        writer.OpenType(client.Type);
        writer.Line("private readonly global::AotSse.Client.EventStreamReader _streams;");
        writer.Line();
        writer.Line("/// <summary>Makes a client. It is thread-safe: every enumeration has a connection of its own.</summary>");
        writer.Line("/// <param name=\"http\">Sends the requests, each relative to its base address, which ends in a slash. It is not disposed.</param>");
        writer.Line("/// <param name=\"options\">How to connect and come back.</param>");
        writer.Line(Code.Generated);
        writer.Line($"public {client.Type.Name}(global::System.Net.Http.HttpClient http, global::AotSse.Client.EventStreamClientOptions? options = null) => _streams = new(http, options);");
        if (client.Types.Count > 0)
        {
            writer.Line();
            ReadEmitter.Emit(writer, client.Types);
        }

        writer.CloseType(client.Type);
        return writer.ToString();
    }
}
