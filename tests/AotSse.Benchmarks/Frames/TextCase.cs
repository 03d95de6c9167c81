using System.Net.ServerSentEvents;

namespace AotSse.Benchmarks.Frames;

/// <summary>Text that is sent as it is, one <c>data</c> line for each of its lines.</summary>
internal sealed class TextCase(string name, string payload, Action<string> publish)
    : FrameCase<string>(name, "text", payload, PullStreams.Text, "/push/texts", publish)
{
    protected override Task Format(IAsyncEnumerable<SseItem<string>> items, Stream stream) => SseFormatter.WriteAsync(items, stream);
}
