using System.Buffers;
using System.Text.Json;
using AotSse.ContractDocuments;

namespace AotSse;

/// <summary>
/// The contract of event streams, composed of what generated code holds of each: write it as an OpenAPI or AsyncAPI document or as a TypeScript client. Not thread-safe.
/// </summary>
/// <param name="title">Names the app in the documents.</param>
public sealed class EventStreamContracts(string title)
{
    private readonly List<EventContract> _events = [];

    /// <summary>Names the app in the documents. By default the name of its assembly.</summary>
    public string Title { get; set; } = title;

    /// <summary>The version of the app's interface, as the documents state it.</summary>
    public string Version { get; set; } = "1.0.0";

    /// <summary>The path that stands before every route, such as that of a route group: empty, or with a slash at its beginning and none at its end.</summary>
    public string BasePath { get; set; } = "";

    /// <summary>Adds a method with <c>[EventStream]</c>. Generated code calls it.</summary>
    /// <param name="contract">What the generator wrote of it, as JSON.</param>
    /// <exception cref="JsonException">It is no JSON, or not what the generator writes.</exception>
    public void Add(ReadOnlySpan<byte> contract) => _events.Add(EventContract.Parse(contract));

    /// <summary>Writes the contract.</summary>
    /// <param name="format">As what.</param>
    /// <param name="output">Where to; UTF-8.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="format"/> is none of its values.</exception>
    public void Write(ContractFormat format, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var schemas = new SchemaSet(_events);
        var streams = StreamContract.Group(_events);
        switch (format)
        {
            case ContractFormat.TypeScript:
                new TypeScriptClient(this, streams, schemas).Write(output);
                break;
            case ContractFormat.OpenApi:
                new OpenApiDocument(this, streams, schemas).Write(output);
                break;
            case ContractFormat.AsyncApi:
                new AsyncApiDocument(this, streams, schemas).Write(output);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format));
        }
    }
}
