using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AotSse.Wire;

/// <summary>How JSON text is escaped: as by <see cref="System.Text.Encodings.Web.JavaScriptEncoder.Default"/>.</summary>
internal readonly struct JsonText : ISpecialCharacters
{
    /// <summary>The most bytes one UTF-16 code unit becomes: <c>\uXXXX</c>.</summary>
    public const int MaxBytesPerChar = 6;

    /// <summary>How far <see cref="Escape"/> may write beyond what it says.</summary>
    public const int Overrun = sizeof(ulong) - 2;

    /// <summary>The escape of each ASCII character as eight bytes: up to six of text, the last one its length; 0 for a character that needs none.</summary>
    private static readonly ulong[] Escapes = CreateEscapes();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Find(Vector128<byte> ascii)
    {
        // Pairs that differ in one bit share a comparison: " and &, < and >.
        return Vector128.LessThan(ascii.AsSByte(), Vector128.Create((sbyte)' ')).AsByte()
            | Vector128.Equals(ascii | Vector128.Create((byte)('"' ^ '&')), Vector128.Create((byte)'&'))
            | Vector128.Equals(ascii | Vector128.Create((byte)('<' ^ '>')), Vector128.Create((byte)'>'))
            | Vector128.Equals(ascii, Vector128.Create((byte)'\''))
            | Vector128.Equals(ascii, Vector128.Create((byte)'+'))
            | Vector128.Equals(ascii, Vector128.Create((byte)'\\'))
            | Vector128.Equals(ascii, Vector128.Create((byte)'`'))
            | Vector128.Equals(ascii, Vector128.Create((byte)'\x7F'));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Contains(char ascii) => Escapes[ascii] != 0;

    /// <summary>Escapes one code unit that is not plain; a lone surrogate has been replaced before.</summary>
    /// <param name="c">The code unit.</param>
    /// <param name="destination">At least eight bytes, of which the last ones are undefined afterwards.</param>
    /// <returns>How many bytes the escape has: 2 or 6.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Escape(char c, Span<byte> destination)
    {
        var escape = c <= 0x7F ? Escapes[c] : Hexadecimal(c);
        BinaryPrimitives.WriteUInt64LittleEndian(destination, escape);
        return (int)(escape >> 56);
    }

    private static ulong[] CreateEscapes()
    {
        var escapes = new ulong[0x80];
        for (var c = '\0'; c < ' '; c++) escapes[c] = Hexadecimal(c);
        foreach (var c in "\"&'+<>`\x7F") escapes[c] = Hexadecimal(c);
        escapes['\b'] = Shorthand('b');
        escapes['\t'] = Shorthand('t');
        escapes['\n'] = Shorthand('n');
        escapes['\f'] = Shorthand('f');
        escapes['\r'] = Shorthand('r');
        escapes['\\'] = Shorthand('\\');
        return escapes;
    }

    private static ulong Shorthand(char letter) => '\\' | (ulong)letter << 8 | 2UL << 56;

    private static ulong Hexadecimal(char c) =>
        '\\' | 'u' << 8 | Digit(c >> 12) << 16 | Digit(c >> 8) << 24 | Digit(c >> 4) << 32 | Digit(c) << 40 | 6UL << 56;

    private static ulong Digit(int value) => "0123456789ABCDEF"u8[value & 0xF];
}
