using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AotSse.Wire;

/// <summary>How text becomes lines of <c>data</c>: only line breaks are special.</summary>
internal readonly struct LineText : ISpecialCharacters
{
    /// <inheritdoc/>
    public static SearchValues<char> Plain { get; } = SearchValues.Create([.. Enumerable.Range(0, 0x80).Select(c => (char)c).Where(c => !Contains(c))]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Find(Vector128<byte> ascii) =>
        Vector128.Equals(ascii, Vector128.Create((byte)'\r')) | Vector128.Equals(ascii, Vector128.Create((byte)'\n'));

    /// <inheritdoc/>
    public static bool Contains(char ascii) => ascii is '\r' or '\n';
}
