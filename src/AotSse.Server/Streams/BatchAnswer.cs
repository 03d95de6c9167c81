using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace AotSse.Server.Streams;

/// <summary>
/// The answer to a batch: a line for each line, as soon as it is published. It is sent while the batch is still read, but without waiting for it: many
/// clients read nothing before they have sent all. For one thread at a time.
/// </summary>
/// <param name="output">The body of the response.</param>
/// <param name="isMinimal">Whether to tell only errors, and at the end the counts (RFC 7240, <c>return=minimal</c>).</param>
internal sealed class BatchAnswer(PipeWriter output, bool isMinimal)
{
    /// <summary>So much of the answer, about 90,000 lines, waits for a client that does not read; then its batch waits too.</summary>
    private const long MaxAhead = 4 * 1024 * 1024;

    /// <summary>The longest line of an event: members, two numbers, an id.</summary>
    private const int MaxLine = 192;

    private Task<FlushResult>? _flush;
    private long _ahead;
    private long _published;
    private long _failed;

    /// <summary>Tells of an event.</summary>
    public void AddReceipt(long line, PublishReceipt receipt)
    {
        _published++;
        if (isMinimal) return;

        var span = output.GetSpan(MaxLine);
        var length = 0;
        Append(span, "{\"line\":"u8, ref length);
        Append(span, line, ref length);
        Append(span, ",\"id\":\""u8, ref length);
        length += Encoding.ASCII.GetBytes(receipt.Id.Epoch, span[length..]);
        Append(span, "-"u8, ref length);
        Append(span, receipt.Id.Number, ref length);
        Append(span, "\",\"subscribers\":"u8, ref length);
        Append(span, receipt.Subscribers, ref length);
        Append(span, "}\n"u8, ref length);
        Advance(length);
    }

    /// <summary>Tells of a line that was not published.</summary>
    public void AddError(long line, string error)
    {
        _failed++;
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteNumber("line"u8, line);
            json.WriteString("error"u8, error);
            json.WriteEndObject();
        }

        output.Write(text.WrittenSpan);
        output.Write("\n"u8);
        _ahead += text.WrittenCount + 1;
    }

    /// <summary>Sends what there is; waits only if the client lags far behind.</summary>
    public async ValueTask SendAsync()
    {
        if (_ahead == 0 || (_flush is { IsCompleted: false } && _ahead < MaxAhead)) return;
        if (_flush is not null) await _flush;
        _ahead = 0;
        _flush = output.FlushAsync().AsTask();
    }

    /// <summary>Sends the rest.</summary>
    public async Task CompleteAsync()
    {
        if (_flush is not null) await _flush;
        if (isMinimal)
        {
            var span = output.GetSpan(MaxLine);
            var length = 0;
            Append(span, "{\"published\":"u8, ref length);
            Append(span, _published, ref length);
            Append(span, ",\"failed\":"u8, ref length);
            Append(span, _failed, ref length);
            Append(span, "}\n"u8, ref length);
            Advance(length);
        }

        await output.FlushAsync();
    }

    private void Advance(int length)
    {
        output.Advance(length);
        _ahead += length;
    }

    private static void Append(Span<byte> span, ReadOnlySpan<byte> text, ref int length)
    {
        text.CopyTo(span[length..]);
        length += text.Length;
    }

    private static void Append(Span<byte> span, long number, ref int length)
    {
        Utf8Formatter.TryFormat(number, span[length..], out var written);
        length += written;
    }
}
