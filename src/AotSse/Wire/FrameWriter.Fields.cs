using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace AotSse.Wire;

public ref partial struct FrameWriter
{
    /// <summary>Most UTF-8 bytes one UTF-16 code unit can become.</summary>
    private const int MaxUtf8PerChar = 3;

    /// <summary>Longest text that is reserved at its worst case at once, so that a long ASCII text does not claim three times its size.</summary>
    private const int WorstCaseText = 256;

    /// <summary>Writes <c>event</c>, or nothing for <see langword="null"/>.</summary>
    /// <exception cref="ArgumentException">The name is not 1 to 256 bytes of UTF-8 without control characters.</exception>
    public void WriteEventName(string? name)
    {
        if (name is null) return;
        FieldRules.ThrowIfInvalid(name, "event name");
        Write("event: "u8);
        WriteUtf8(name);
        Write("\n"u8);
    }

    /// <summary>
    /// Writes <c>id</c>, or nothing for <see langword="null"/>. An empty id resets the client's cursor. For pull streams: a push stream numbers its events itself.
    /// </summary>
    /// <exception cref="ArgumentException">The id is not at most 256 bytes of UTF-8 without control characters: clients would ignore it, or read a forged field.</exception>
    public void WriteId(string? id)
    {
        if (id is null) return;
        if (id.Length > 0) FieldRules.ThrowIfInvalid(id, "id");
        Write("id: "u8);
        WriteUtf8(id);
        Write("\n"u8);
    }

    /// <summary>Writes <c>retry</c> in whole milliseconds, or nothing for <see langword="null"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void WriteRetry(TimeSpan? delay)
    {
        if (delay is not { } value) return;
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(delay));
        Write("retry: "u8);
        WriteNumber((long)value.TotalMilliseconds);
        Write("\n"u8);
    }

    /// <summary>Writes text as <c>data</c>: one line for each of its lines. CR, LF and CRLF are one break each; a lone surrogate becomes U+FFFD.</summary>
    public void WriteData(scoped ReadOnlySpan<char> text)
    {
        Write("data: "u8);
        while (true)
        {
            Reserve(text.Length + 1);
            var plain = PlainRun.Copy<LineText>(text, Free);
            _length += plain;
            text = text[plain..];
            if (!text.IsEmpty && !char.IsAscii(text[0]))
            {
                var end = text.IndexOfAny('\r', '\n');
                var rest = end < 0 ? text : text[..end];
                WriteUtf8(rest);
                text = text[rest.Length..];
            }

            if (text.IsEmpty) break;
            Write("\ndata: "u8);
            text = text[(text is ['\r', '\n', ..] ? 2 : 1)..];
        }

        Write("\n"u8);
    }

    /// <summary>Writes UTF-8 text as <c>data</c>, split into lines as <see cref="WriteData(ReadOnlySpan{char})"/> does.</summary>
    /// <exception cref="ArgumentException">The bytes are no valid UTF-8; the message gives the offset of the first wrong byte.</exception>
    public void WriteData(scoped ReadOnlySpan<byte> utf8)
    {
        FieldRules.ThrowIfInvalidUtf8(utf8);
        while (true)
        {
            var end = utf8.IndexOfAny((byte)'\r', (byte)'\n');
            Write("data: "u8);
            Write(end < 0 ? utf8 : utf8[..end]);
            Write("\n"u8);
            if (end < 0) return;
            utf8 = utf8[(end + (utf8[end..].StartsWith("\r\n"u8) ? 2 : 1))..];
        }
    }

    /// <summary>Writes text that is known to be ASCII without line ends.</summary>
    internal void WriteAscii(scoped ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        Encoding.ASCII.GetBytes(text, Free);
        _length += text.Length;
    }

    private void WriteUtf8(scoped ReadOnlySpan<char> text)
    {
        Reserve(text.Length <= WorstCaseText ? text.Length * MaxUtf8PerChar : text.Length);
        while (true)
        {
            var status = Utf8.FromUtf16(text, Free, out var read, out var written);
            _length += written;
            if (status != OperationStatus.DestinationTooSmall) return;
            text = text[read..];
            Grow(text.Length + WorstCaseText);
        }
    }
}
