using System.Globalization;

namespace AotSse.Wire;

// The bytes are those of JsonSerializer with JsonSerializerDefaults.Web.
public ref partial struct FrameWriter
{
    /// <summary>The longest number: a decimal with sign and point has 31 characters, a double 24, an Int128 40.</summary>
    private const int MaxNumber = 48;

    /// <summary>The longest date and time, <c>2026-01-01T00:00:00.0000000+00:00</c>, or GUID, in quotes.</summary>
    private const int MaxTime = 40;

    /// <summary>How much text is escaped character by character at a time.</summary>
    private const int EscapeChunk = 64;

    /// <summary>Writes a JSON string in quotes, or <c>null</c>.</summary>
    public void WriteString(string? value)
    {
        if (value is null) Write("null"u8);
        else WriteString(value.AsSpan());
    }

    /// <summary>Writes a JSON string in quotes. Escapes as <see cref="System.Text.Encodings.Web.JavaScriptEncoder.Default"/>; a lone surrogate becomes U+FFFD.</summary>
    public void WriteString(scoped ReadOnlySpan<char> value)
    {
        Reserve(value.Length + 2);
        _span[_length++] = (byte)'"';
        var plain = PlainRun.Copy<JsonText>(value, Free);
        _length += plain;
        if (plain == value.Length) _span[_length++] = (byte)'"';
        else WriteEscaped(value[plain..]);
    }

    /// <summary>Writes a JSON string of one character.</summary>
    public void WriteChar(char value) => WriteString([value]);

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public void WriteBoolean(bool value) => Write(value ? "true"u8 : "false"u8);

    /// <summary>Writes a JSON number of any integer type.</summary>
    public void WriteNumber<T>(T value) where T : struct, IUtf8SpanFormattable
    {
        Reserve(MaxNumber);
        Format(value, default);
    }

    /// <summary>Writes a JSON number with the decimals it has.</summary>
    public void WriteNumber(decimal value)
    {
        Reserve(MaxNumber);
        _length += FixedPoint.Write(value, Free);
    }

    /// <summary>Writes a JSON number, the shortest that reads back as the same value.</summary>
    /// <exception cref="ArgumentException">JSON has no infinity and no NaN.</exception>
    public void WriteNumber(double value)
    {
        if (!double.IsFinite(value)) ThrowNotFinite();
        Reserve(MaxNumber);
        _length += FixedPoint.Write(value, Free);
    }

    /// <inheritdoc cref="WriteNumber(double)"/>
    public void WriteNumber(float value)
    {
        if (!float.IsFinite(value)) ThrowNotFinite();
        WriteNumber<float>(value);
    }

    /// <inheritdoc cref="WriteNumber(double)"/>
    public void WriteNumber(Half value)
    {
        if (!Half.IsFinite(value)) ThrowNotFinite();
        WriteNumber<Half>(value);
    }

    /// <summary>Writes a JSON string in the form <c>D</c>: 32 digits with hyphens.</summary>
    public void WriteGuid(Guid value)
    {
        Reserve(MaxTime);
        _span[_length++] = (byte)'"';
        _length += GuidText.Write(value, Free);
        _span[_length++] = (byte)'"';
    }

    /// <summary>Writes a JSON string in the ISO 8601 extended format, without trailing zeros of the fraction.</summary>
    public void WriteDateTime(DateTime value)
    {
        Reserve(MaxTime);
        _span[_length++] = (byte)'"';
        _length += IsoTime.Write(value, Free);
        _span[_length++] = (byte)'"';
    }

    /// <inheritdoc cref="WriteDateTime(DateTime)"/>
    public void WriteDateTime(DateTimeOffset value)
    {
        Reserve(MaxTime);
        _span[_length++] = (byte)'"';
        _length += IsoTime.Write(value, Free);
        _span[_length++] = (byte)'"';
    }

    /// <summary>Writes a JSON string in the form <c>yyyy-MM-dd</c>.</summary>
    public void WriteDate(DateOnly value)
    {
        Reserve(MaxTime);
        _span[_length++] = (byte)'"';
        _length += IsoTime.WriteDate(value.ToDateTime(default), Free);
        _span[_length++] = (byte)'"';
    }

    /// <summary>Writes a JSON string in the form <c>HH:mm:ss[.fffffff]</c>.</summary>
    public void WriteTime(TimeOnly value) => WriteQuoted(value.ToTimeSpan(), "c");

    /// <summary>Writes a JSON string in the form <c>[-][d.]hh:mm:ss[.fffffff]</c>.</summary>
    public void WriteTimeSpan(TimeSpan value) => WriteQuoted(value, "c");

    private static void ThrowNotFinite() =>
        throw new ArgumentException("JSON has no NaN and no infinity: send a nullable number, or a string.");

    private void WriteQuoted<T>(T value, ReadOnlySpan<char> format) where T : struct, IUtf8SpanFormattable
    {
        Reserve(MaxNumber + 2);
        _span[_length++] = (byte)'"';
        Format(value, format);
        Write("\""u8);
    }

    /// <summary>Writes what may be longer than the room that was reserved for it, since anyone may write a type to format.</summary>
    private void Format<T>(T value, ReadOnlySpan<char> format) where T : struct, IUtf8SpanFormattable
    {
        int written;
        while (!value.TryFormat(Free, out written, format, CultureInfo.InvariantCulture)) Grow(2 * Free.Length);
        _length += written;
    }

    /// <summary>Writes the rest of a string from its first special character on, and the quote.</summary>
    private void WriteEscaped(scoped ReadOnlySpan<char> value)
    {
        while (!value.IsEmpty)
        {
            // Special characters come in company: some text is escaped character by character before blocks of plain text are looked for again.
            var mixed = value[..Math.Min(value.Length, EscapeChunk)];
            if (mixed.Length < value.Length && char.IsHighSurrogate(mixed[^1])) mixed = mixed[..^1];
            value = value[mixed.Length..];

            Reserve(mixed.Length * JsonText.MaxBytesPerChar + JsonText.Overrun + value.Length);
            _length += JsonText.Escape(mixed, Free);
            var plain = PlainRun.Copy<JsonText>(value, Free);
            _length += plain;
            value = value[plain..];
        }

        Write("\""u8);
    }
}
