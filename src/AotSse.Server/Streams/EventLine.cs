using System.Text.Json;
using AotSse.Wire;

namespace AotSse.Server.Streams;

/// <summary>
/// One event of a batch: <c>{"event":"…","data":…,"key":"…"}</c>. Data that is a JSON string is sent as its text, all other data as the JSON that stands there.
/// </summary>
internal struct EventLine
{
    /// <summary>The event's name, if it has one.</summary>
    public string? Name { get; private set; }

    /// <summary>The key under which it is published once, if it has one.</summary>
    public string? Key { get; private set; }

    /// <summary>UTF-8: part of the line, or of the scratch buffer.</summary>
    public ReadOnlyMemory<byte> Data { get; private set; }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="names">Remembers names.</param>
    /// <param name="scratch">Takes the data if it has escapes; grows if need be.</param>
    /// <param name="read">The event.</param>
    /// <returns>What is wrong with the line, if something is.</returns>
    public static string? Read(ReadOnlyMemory<byte> line, EventNames names, ref byte[] scratch, out EventLine read)
    {
        read = default;
        if (FieldRules.IndexOfInvalidUtf8(line.Span) is >= 0 and var offset) return $"no valid UTF-8: the byte at offset {offset} is wrong";
        try
        {
            return ReadObject(line, names, ref scratch, ref read);
        }
        catch (JsonException wrong)
        {
            return $"no valid JSON: {wrong.Message}";
        }
        catch (InvalidOperationException)
        {
            // How the reader says that an escaped surrogate has no partner.
            return "no valid JSON: a \\u escape is half of a character";
        }
    }

    private static string? ReadObject(ReadOnlyMemory<byte> line, EventNames names, ref byte[] scratch, ref EventLine read)
    {
        var reader = new Utf8JsonReader(line.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return "no JSON object: send {\"event\":\"…\",\"data\":…}";

        var hasData = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("data"u8))
            {
                if (hasData) return "'data' stands there twice";
                hasData = true;
                reader.Read();
                read.Data = ReadData(line, ref reader, ref scratch);
            }
            else if (reader.ValueTextEquals("event"u8))
            {
                if (read.Name is not null) return "'event' stands there twice";
                if (!TryReadText(ref reader, names, out var name)) return $"'event' must be {FieldRules.Rule}";
                read.Name = name;
            }
            else if (reader.ValueTextEquals("key"u8))
            {
                if (read.Key is not null) return "'key' stands there twice";
                if (!TryReadText(ref reader, null, out var key)) return $"'key' must be {FieldRules.Rule}";
                read.Key = key;
            }
            else if (reader.ValueTextEquals("id"u8)) return "'id' cannot be chosen: use 'key' to send an event once only";
            else return "only 'event', 'data' and 'key' may stand there";
        }

        // What follows the object makes this throw.
        reader.Read();
        return hasData ? null : "'data' is missing";
    }

    private static ReadOnlyMemory<byte> ReadData(ReadOnlyMemory<byte> line, ref Utf8JsonReader reader, ref byte[] scratch)
    {
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return line[start..(int)reader.BytesConsumed];
        }

        if (!reader.ValueIsEscaped) return line.Slice(start + 1, reader.ValueSpan.Length);
        if (scratch.Length < reader.ValueSpan.Length) scratch = new byte[reader.ValueSpan.Length];
        return scratch.AsMemory(0, reader.CopyString(scratch));
    }

    private static bool TryReadText(ref Utf8JsonReader reader, EventNames? names, out string? text)
    {
        reader.Read();
        text = null;
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > FieldRules.MaxBytes * 6) return false;
        text = names is null || reader.ValueIsEscaped ? reader.GetString() : names.Get(reader.ValueSpan);
        return FieldRules.IsValid(text);
    }
}
