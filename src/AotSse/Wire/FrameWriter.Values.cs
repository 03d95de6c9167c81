using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace AotSse.Wire;

// The less common values of JSON. The bytes are those of JsonSerializer with JsonSerializerDefaults.Web.
public ref partial struct FrameWriter
{
    /// <summary>Writes a number as a JSON string; NaN and infinity by their names.</summary>
    public void WriteNumberText<T>(T value) where T : struct, IUtf8SpanFormattable => WriteQuoted(value, default);

    /// <summary>Writes a number as a name in an object. Of all numbers the serializer refuses only these as names.</summary>
    /// <exception cref="ArgumentException">It is NaN or infinite.</exception>
    public void WriteNumberName(double value)
    {
        if (!double.IsFinite(value)) ThrowNotFinite();
        WriteNumberText(value);
    }

    /// <summary>Writes a number as a JSON number, or NaN and infinity as strings.</summary>
    public void WriteNumberOrName<T>(T value) where T : struct, IUtf8SpanFormattable
    {
        switch (value)
        {
            case double number when !double.IsFinite(number):
            case float single when !float.IsFinite(single):
            case Half half when !Half.IsFinite(half):
                WriteQuoted(value, default);
                break;
            case double number:
                WriteNumber(number);
                break;
            default:
                WriteNumber(value);
                break;
        }
    }

    /// <summary>Writes <c>"True"</c> or <c>"False"</c>, as a name in an object.</summary>
    public void WriteBooleanText(bool value) => Write(value ? "\"True\""u8 : "\"False\""u8);

    /// <summary>Writes a JSON string with the text the address was made of.</summary>
    public void WriteUri(Uri value) => WriteString(value.OriginalString);

    /// <summary>Writes a JSON string with the numbers and dots of a version.</summary>
    public void WriteVersion(Version value)
    {
        Reserve(MaxNumber + 2); // Four numbers of ten digits.
        _span[_length++] = (byte)'"';
        ((IUtf8SpanFormattable)value).TryFormat(Free, out var written, default, CultureInfo.InvariantCulture);
        _length += written;
        _span[_length++] = (byte)'"';
    }

    /// <summary>Writes a JSON string in Base64 (RFC 4648, section 4).</summary>
    public void WriteBase64(scoped ReadOnlySpan<byte> value)
    {
        Reserve(Base64.GetMaxEncodedToUtf8Length(value.Length) + 2);
        _span[_length++] = (byte)'"';
        Base64.EncodeToUtf8(value, Free, out _, out var written);
        _length += written;
        _span[_length++] = (byte)'"';
    }

    /// <summary>Writes a flags enum as the names of its flags, separated by a comma and a space.</summary>
    /// <param name="bits">The value.</param>
    /// <param name="values">The values that have names; of two that overlap, the one to prefer first.</param>
    /// <param name="names">Their names, escaped, separated by commas.</param>
    /// <returns><see langword="false"/>, and nothing is written, when no names add up to the value.</returns>
    public bool TryWriteFlags(ulong bits, scoped ReadOnlySpan<ulong> values, scoped ReadOnlySpan<byte> names)
    {
        var rest = bits;
        foreach (var value in values)
            if ((rest & value) == value) rest &= ~value;
        if (rest != 0 || bits == 0) return false;

        var separator = "\""u8;
        foreach (var value in values)
        {
            var end = names.IndexOf((byte)',');
            if ((bits & value) == value)
            {
                bits &= ~value;
                Write(separator);
                Write(end < 0 ? names : names[..end]);
                separator = ", "u8;
            }

            names = names[(end + 1)..];
        }

        Write("\""u8);
        return true;
    }

    /// <summary>Writes JSON that is there as UTF-8. Line breaks between its parts become lines of <c>data</c>; no bytes become <c>null</c>.</summary>
    /// <exception cref="JsonException">The bytes are not one JSON value.</exception>
    public void WriteRawJson(scoped ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            Write("null"u8);
            return;
        }

        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
        }

        FieldRules.ThrowIfInvalidUtf8(utf8);
        WriteLines(utf8);
    }

    /// <summary>Writes any JSON.</summary>
    /// <exception cref="InvalidOperationException">The element belongs to no document.</exception>
    /// <exception cref="ObjectDisposedException">Its document is disposed.</exception>
    public void WriteJson(JsonElement value)
    {
        var scratch = JsonScratch.Take(null);
        value.WriteTo(scratch.Writer);
        WriteScratch(scratch);
    }

    /// <inheritdoc cref="WriteJson(JsonElement)"/>
    public void WriteJson(JsonDocument value) => WriteJson(value.RootElement);

    /// <summary>Writes any JSON.</summary>
    public void WriteJson(JsonNode value)
    {
        var scratch = JsonScratch.Take(null);
        value.WriteTo(scratch.Writer);
        WriteScratch(scratch);
    }

    /// <summary>Writes a value as a <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> wants it, but never indented.</summary>
    /// <exception cref="JsonException">A converter failed.</exception>
    public void WriteJson<T>(T value, JsonTypeInfo<T> type)
    {
        var scratch = JsonScratch.Take(type.Options.Encoder);
        JsonSerializer.Serialize(scratch.Writer, value, type);
        WriteScratch(scratch);
    }

    private void WriteScratch(JsonScratch scratch)
    {
        // Whoever throws before this only loses a scratch.
        WriteLines(scratch.Finish());
        scratch.GiveBack();
    }

    /// <summary>White space of JSON may be a line break, which would end the field.</summary>
    private void WriteLines(scoped ReadOnlySpan<byte> json)
    {
        while (true)
        {
            var end = json.IndexOfAny((byte)'\r', (byte)'\n');
            Write(end < 0 ? json : json[..end]);
            if (end < 0) return;
            Write("\ndata: "u8);
            json = json[(end + 1)..];
        }
    }
}
