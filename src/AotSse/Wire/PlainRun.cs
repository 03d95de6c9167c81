using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace AotSse.Wire;

/// <summary>Names the ASCII characters that cannot stand on the wire as they are.</summary>
internal interface ISpecialCharacters
{
    /// <summary>Sets the highest bit of every byte that is one of them; what bytes that are no ASCII become does not matter.</summary>
    static abstract Vector128<byte> Find(Vector128<byte> ascii);

    /// <summary>All ASCII characters that are none of them.</summary>
    static abstract SearchValues<char> Plain { get; }

    /// <summary>Whether this ASCII character is one of them.</summary>
    static abstract bool Contains(char ascii);
}

/// <summary>
/// Copies text as long as it is plain: ASCII without special characters. Looking and copying are one pass, because most texts are short
/// and two passes of vectorized code cost mostly their setting up.
/// </summary>
internal static class PlainRun
{
    private const int Block = 16;
    private const int HalfBlock = 8;

    /// <summary>From this length on two passes of the widest vectors are faster, if the text is plain; its first blocks tell whether that is likely.</summary>
    private const int Long = 256;
    private const int Probe = 64;

    /// <summary>Copies up to the first character that is not plain.</summary>
    /// <param name="text">The text.</param>
    /// <param name="destination">At least as long as the text. What lies behind the copied characters is undefined.</param>
    /// <returns>How many characters were copied, each as one byte.</returns>
    public static int Copy<TSpecial>(ReadOnlySpan<char> text, Span<byte> destination) where TSpecial : struct, ISpecialCharacters
    {
        // The only check: below it memory is written without any.
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, text.Length);
        ref var from = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        ref var to = ref MemoryMarshal.GetReference(destination);
        if (Vector256.IsHardwareAccelerated && text.Length >= Long) return CopyLong<TSpecial>(text, destination);
        if (text.Length >= Block) return CopyBlocks<TSpecial>(ref from, ref to, text.Length);
        if (text.Length >= HalfBlock) return CopyHalves<TSpecial>(ref from, ref to, text.Length);

        var i = 0;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (c > 0x7F || TSpecial.Contains(c)) break;
            Unsafe.Add(ref to, i) = (byte)c;
        }

        return i;
    }

    private static int CopyLong<TSpecial>(ReadOnlySpan<char> text, Span<byte> destination) where TSpecial : struct, ISpecialCharacters
    {
        var probed = Copy<TSpecial>(text[..Probe], destination);
        if (probed < Probe) return probed;

        var rest = text[Probe..];
        var plain = rest.IndexOfAnyExcept(TSpecial.Plain);
        Ascii.FromUtf16(plain < 0 ? rest : rest[..plain], destination[Probe..], out var copied);
        return Probe + copied;
    }

    private static int CopyBlocks<TSpecial>(ref ushort from, ref byte to, int length) where TSpecial : struct, ISpecialCharacters
    {
        var last = length - Block;
        for (var i = 0; ; i = Math.Min(i + Block, last))
        {
            var low = Vector128.LoadUnsafe(ref from, (nuint)i);
            var high = Vector128.LoadUnsafe(ref from, (nuint)(i + HalfBlock));
            var ascii = Vector128.Narrow(low, high);
            ascii.StoreUnsafe(ref to, (nuint)i);

            var special = FindSpecial<TSpecial>(low, high, ascii);
            if (special != 0) return i + BitOperations.TrailingZeroCount(special);
            if (i == last) return length;
        }
    }

    /// <summary>Texts of 8 to 15 characters: their first and their last eight together fill a block.</summary>
    private static int CopyHalves<TSpecial>(ref ushort from, ref byte to, int length) where TSpecial : struct, ISpecialCharacters
    {
        var last = length - HalfBlock;
        var low = Vector128.LoadUnsafe(ref from);
        var high = Vector128.LoadUnsafe(ref from, (nuint)last);
        var ascii = Vector128.Narrow(low, high);
        Unsafe.WriteUnaligned(ref to, ascii.AsUInt64()[0]);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, last), ascii.AsUInt64()[1]);

        var special = FindSpecial<TSpecial>(low, high, ascii);
        if (special == 0) return length;
        var index = BitOperations.TrailingZeroCount(special);
        return index < HalfBlock ? index : index - HalfBlock + last;
    }

    /// <summary>One bit for each character that is not plain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint FindSpecial<TSpecial>(Vector128<ushort> low, Vector128<ushort> high, Vector128<byte> ascii) where TSpecial : struct, ISpecialCharacters
    {
        var special = TSpecial.Find(ascii);
        if (((low | high) & Vector128.Create((ushort)0xFF80)) != Vector128<ushort>.Zero)
        {
            var limit = Vector128.Create((ushort)0x7F);
            special |= Vector128.Narrow(Vector128.GreaterThan(low, limit), Vector128.GreaterThan(high, limit));
        }

        return special.ExtractMostSignificantBits();
    }
}
