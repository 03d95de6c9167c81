using System.Buffers;

namespace AotSse.Wire;

/// <summary>Which characters JSON text carries as they are: those of <see cref="System.Text.Encodings.Web.JavaScriptEncoder.Default"/>.</summary>
internal static class JsonText
{
    /// <summary>The most bytes one UTF-16 code unit becomes: <c>\uXXXX</c>.</summary>
    public const int MaxBytesPerChar = 6;

    /// <summary>Printable ASCII without the characters that mean something in JSON or HTML.</summary>
    public static readonly SearchValues<char> Plain = SearchValues.Create(
        " !#$%()*,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~");

    private static ReadOnlySpan<byte> HexDigits => "0123456789ABCDEF"u8;

    /// <summary>Escapes one code unit that is not <see cref="Plain"/>; a lone surrogate has been replaced before.</summary>
    /// <returns>How many bytes were written: 2 or 6.</returns>
    public static int Escape(char c, Span<byte> destination)
    {
        destination[0] = (byte)'\\';
        var shorthand = c switch
        {
            '\b' => (byte)'b',
            '\t' => (byte)'t',
            '\n' => (byte)'n',
            '\f' => (byte)'f',
            '\r' => (byte)'r',
            '\\' => (byte)'\\',
            _ => (byte)0,
        };
        if (shorthand != 0)
        {
            destination[1] = shorthand;
            return 2;
        }

        destination[5] = HexDigits[c & 0xF];
        destination[1] = (byte)'u';
        destination[2] = HexDigits[c >> 12];
        destination[3] = HexDigits[(c >> 8) & 0xF];
        destination[4] = HexDigits[(c >> 4) & 0xF];
        return 6;
    }
}
