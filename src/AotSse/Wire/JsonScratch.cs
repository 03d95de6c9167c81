using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AotSse.Wire;

/// <summary>
/// A <see cref="Utf8JsonWriter"/> and its buffer, for values that only System.Text.Json can write. Each thread keeps one. While it is in use
/// the thread has none, so a converter may send events of its own.
/// </summary>
internal sealed class JsonScratch
{
    /// <summary>Larger buffers are not kept.</summary>
    private const int MaxKept = 64 * 1024;

    [ThreadStatic]
    private static JsonScratch? _kept;

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly JavaScriptEncoder? _encoder;

    private JsonScratch(JavaScriptEncoder? encoder)
    {
        _encoder = encoder;
        Writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = encoder, SkipValidation = true });
    }

    public Utf8JsonWriter Writer { get; }

    /// <summary>An empty one that escapes as this encoder does.</summary>
    public static JsonScratch Take(JavaScriptEncoder? encoder)
    {
        var scratch = _kept;
        _kept = null;
        return scratch is not null && ReferenceEquals(scratch._encoder, encoder) ? scratch : new JsonScratch(encoder);
    }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        Writer.Flush();
        return _buffer.WrittenSpan;
    }

    /// <summary>Empties it and keeps it for the next.</summary>
    public void GiveBack()
    {
        if (_buffer.Capacity > MaxKept) return;
        _buffer.ResetWrittenCount();
        Writer.Reset();
        _kept = this;
    }
}
