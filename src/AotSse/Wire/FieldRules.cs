using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace AotSse.Wire;

/// <summary>
/// What may stand in a one-line field: topics, event names and ids are 1 to 256 bytes of UTF-8 without control characters, so none can
/// end a line and forge a field (WHATWG HTML, section 9.2.5). Thread-safe.
/// </summary>
public static class FieldRules
{
    /// <summary>The longest topic, event name or id in bytes of UTF-8.</summary>
    public const int MaxBytes = 256;

    /// <summary>The rule as a phrase for error messages.</summary>
    public const string Rule = "1 to 256 bytes of UTF-8 without control characters";

    /// <summary>Whether <paramref name="value"/> keeps the rule.</summary>
    public static bool IsValid(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || value.Length > MaxBytes) return false;
        return value.IndexOfAnyExceptInRange(' ', '~') < 0 || IsValidSlow(value);
    }

    /// <summary>The offset of the first byte that is no valid UTF-8, or -1.</summary>
    public static int IndexOfInvalidUtf8(ReadOnlySpan<byte> utf8)
    {
        if (System.Text.Unicode.Utf8.IsValid(utf8)) return -1;

        var offset = 0;
        while (Rune.DecodeFromUtf8(utf8[offset..], out _, out var consumed) == OperationStatus.Done) offset += consumed;
        return offset;
    }

    /// <exception cref="ArgumentException">The value breaks the rule.</exception>
    internal static void ThrowIfInvalid(ReadOnlySpan<char> value, string what, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        if (!IsValid(value)) throw new ArgumentException($"This {what} cannot be sent: it must be {Rule}.", parameter);
    }

    /// <exception cref="ArgumentException">The bytes are no valid UTF-8.</exception>
    internal static void ThrowIfInvalidUtf8(ReadOnlySpan<byte> utf8)
    {
        if (IndexOfInvalidUtf8(utf8) is >= 0 and var offset)
            throw new ArgumentException($"The data is no valid UTF-8: wrong byte at offset {offset}.", nameof(utf8));
    }

    private static bool IsValidSlow(ReadOnlySpan<char> value)
    {
        var bytes = 0;
        while (!value.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(value, out var rune, out var consumed) != OperationStatus.Done || Rune.IsControl(rune)) return false;
            bytes += rune.Utf8SequenceLength;
            value = value[consumed..];
        }

        return bytes <= MaxBytes;
    }
}
