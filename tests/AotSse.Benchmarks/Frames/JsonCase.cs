using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AotSse.Hosting;

namespace AotSse.Benchmarks.Frames;

/// <summary>A payload that is sent as JSON, which is also measured without the frame around it.</summary>
public interface IJsonCase
{
    string Name { get; }

    /// <summary>The generated writer into a fixed buffer: the JSON, and eight bytes more that make it a <c>data</c> field.</summary>
    internal int WriteJson();

    /// <summary><see cref="JsonSerializer"/> into the same buffer.</summary>
    internal int SerializeJson();

    internal byte[] Written();
}

/// <inheritdoc cref="IJsonCase"/>
internal sealed class JsonCase<T>(
    string name, string eventName, T payload, EventWriter<T> write, EventWriter<T> writeBare, JsonTypeInfo<T> type, string route, Action<T> publish)
    : FrameCase<T>(name, eventName, payload, write, route, publish), IJsonCase
{
    private readonly Scratch _scratch = new();

    // Reused, and without the checks that only code written by hand needs: the peer at its best.
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { SkipValidation = true });

    int IJsonCase.WriteJson()
    {
        for (var i = 0; i < Repeats; i++)
        {
            _scratch.Reset();
            var frame = _scratch.Open();
            writeBare(ref frame, Payload);
            frame.Commit();
        }

        return _scratch.Written.Length;
    }

    int IJsonCase.SerializeJson()
    {
        for (var i = 0; i < Repeats; i++)
        {
            _scratch.Reset();
            _json.Reset(_scratch);
            JsonSerializer.Serialize(_json, Payload, type);
        }

        return _scratch.Written.Length;
    }

    byte[] IJsonCase.Written() => _scratch.Written.ToArray();

    protected override Task Format(IAsyncEnumerable<SseItem<T>> items, Stream stream) =>
        SseFormatter.WriteAsync(items, stream, (item, buffer) =>
        {
            _json.Reset(buffer);
            JsonSerializer.Serialize(_json, item.Data, type);
        });
}
