using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AotSse.Wire;

/// <summary>How text becomes lines of <c>data</c>: only line breaks are special.</summary>
internal readonly struct LineText : ISpecialCharacters
{
    /// <inheritdoc/>
    public static SearchValues<char> Plain => Wide.Plain;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Find(Vector128<byte> ascii) =>
        Vector128.Equals(ascii, Vector128.Create((byte)'\r')) | Vector128.Equals(ascii, Vector128.Create((byte)'\n'));

    /// <inheritdoc/>
    public static bool Contains(char ascii) => ascii is '\r' or '\n';

    /// <summary>A class of its own: a native binary for any processor has no wide vectors and leaves it out.</summary>
    private static class Wide
    {
        public static readonly SearchValues<char> Plain = Create();

        private static SearchValues<char> Create()
        {
            Span<char> ascii = stackalloc char[0x80];
            for (var i = 0; i < ascii.Length; i++) ascii[i] = (char)i;
            ascii['\r'] = ascii['\n'] = ' ';
            return SearchValues.Create(ascii);
        }
    }
}
