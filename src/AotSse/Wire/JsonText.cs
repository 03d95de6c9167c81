using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AotSse.Wire;

/// <summary>How JSON text is escaped: as by <see cref="System.Text.Encodings.Web.JavaScriptEncoder.Default"/>.</summary>
internal readonly struct JsonText : ISpecialCharacters
{
    /// <summary>The most bytes one UTF-16 code unit becomes: <c>\uXXXX</c>.</summary>
    public const int MaxBytesPerChar = 6;

    /// <summary>How far <see cref="Escape"/> may write beyond what it says.</summary>
    public const int Overrun = sizeof(ulong);

    private const int LengthShift = 56;

    /// <summary>One bit for each special character below and from U+0040.</summary>
    private const ulong SpecialLow = 0xFFFF_FFFF | 1UL << '"' | 1UL << '&' | 1UL << '\'' | 1UL << '+' | 1UL << '<' | 1UL << '>';
    private const ulong SpecialHigh = 1UL << ('\\' - 64) | 1UL << ('`' - 64) | 1UL << ('\x7F' - 64);

    /// <summary>
    /// What each ASCII character becomes, as eight bytes: up to six of text, the last one says how many. Storing all eight and advancing
    /// by that many needs no branch, which in text that mixes both kinds nobody could predict.
    /// </summary>
    private static readonly ulong[] Forms = CreateForms();

    /// <inheritdoc/>
    public static SearchValues<char> Plain => Wide.Plain;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Find(Vector128<byte> ascii)
    {
        // One more than DEL is the least signed byte, so one comparison finds it and all before the space. Pairs that differ in one bit share one, too.
        return Vector128.LessThan((ascii + Vector128<byte>.One).AsSByte(), Vector128.Create((sbyte)(' ' + 1))).AsByte()
            | Vector128.Equals(ascii | Vector128.Create((byte)('"' ^ '&')), Vector128.Create((byte)'&'))
            | Vector128.Equals(ascii | Vector128.Create((byte)('<' ^ '>')), Vector128.Create((byte)'>'))
            | Vector128.Equals(ascii, Vector128.Create((byte)'\''))
            | Vector128.Equals(ascii, Vector128.Create((byte)'+'))
            | Vector128.Equals(ascii, Vector128.Create((byte)'\\'))
            | Vector128.Equals(ascii, Vector128.Create((byte)'`'));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Contains(char ascii) => ((ascii < 64 ? SpecialLow : SpecialHigh) >> (ascii & 63) & 1) != 0;

    /// <summary>Writes text of any kind; a lone surrogate becomes U+FFFD.</summary>
    /// <param name="text">The text.</param>
    /// <param name="destination"><see cref="MaxBytesPerChar"/> for each character and <see cref="Overrun"/>; what lies behind the written bytes is undefined.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Escape(ReadOnlySpan<char> text, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, text.Length * MaxBytesPerChar + Overrun);
        var written = 0;
        for (var i = 0; ; i++)
        {
            i += EscapeAscii(text[i..], ref destination[written], out var bytes);
            written += bytes;
            if (i == text.Length) return written;
            written += Store(Hexadecimal(Replaced(text, i)), ref destination[written]);
        }
    }

    /// <summary>Escapes up to the first character beyond ASCII. A method of its own, without calls, so that all it needs stays in registers.</summary>
    /// <returns>How many characters that were.</returns>
    private static int EscapeAscii(ReadOnlySpan<char> text, ref byte to, out int written)
    {
        ref var forms = ref MemoryMarshal.GetArrayDataReference(Forms);
        var length = 0;
        var i = 0;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (c > 0x7F) break;
            length += Store(Unsafe.Add(ref forms, c), ref Unsafe.Add(ref to, length));
        }

        written = length;
        return i;
    }

    /// <summary>The code unit, or U+FFFD for a surrogate that is not half of a pair.</summary>
    private static char Replaced(ReadOnlySpan<char> text, int index)
    {
        var c = text[index];
        if (!char.IsSurrogate(c)) return c;
        var isPaired = char.IsHighSurrogate(c)
            ? index + 1 < text.Length && char.IsLowSurrogate(text[index + 1])
            : index > 0 && char.IsHighSurrogate(text[index - 1]);
        return isPaired ? c : '\uFFFD';
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Store(ulong form, ref byte to)
    {
        Unsafe.WriteUnaligned(ref to, form);
        return (int)(form >> LengthShift);
    }

    private static ulong[] CreateForms()
    {
        var forms = new ulong[0x80];
        for (var c = '\0'; c < forms.Length; c++) forms[c] = c < ' ' ? Hexadecimal(c) : c | 1UL << LengthShift;
        foreach (var c in "\"&'+<>`\x7F") forms[c] = Hexadecimal(c);
        forms['\b'] = Shorthand('b');
        forms['\t'] = Shorthand('t');
        forms['\n'] = Shorthand('n');
        forms['\f'] = Shorthand('f');
        forms['\r'] = Shorthand('r');
        forms['\\'] = Shorthand('\\');
        return forms;
    }

    private static ulong Shorthand(char letter) => '\\' | (ulong)letter << 8 | 2UL << LengthShift;

    private static ulong Hexadecimal(char c) =>
        '\\' | 'u' << 8 | Digit(c >> 12) << 16 | Digit(c >> 8) << 24 | Digit(c >> 4) << 32 | Digit(c) << 40 | 6UL << LengthShift;

    private static ulong Digit(int value) => "0123456789ABCDEF"u8[value & 0xF];

    /// <summary>A class of its own: a native binary for any processor has no wide vectors and leaves it out.</summary>
    private static class Wide
    {
        public static readonly SearchValues<char> Plain = SearchValues.Create(
            " !#$%()*,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~");
    }
}
