using System.Numerics;
using System.Runtime.CompilerServices;

namespace AotSse.Wire;

/// <summary>Writes decimal digits, two at a time.</summary>
internal static class Digits
{
    /// <summary>The most digits of an <see cref="ulong"/>.</summary>
    public const int MaxCount = 20;

    private static ReadOnlySpan<byte> Pairs =>
        "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"u8 +
        "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    /// <summary>1, 10, 100 … 10^19.</summary>
    public static ReadOnlySpan<ulong> PowersOfTen =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ];

    /// <summary>Writes a number without leading zeros.</summary>
    /// <returns>How many digits it has.</returns>
    public static int Write(ulong value, Span<byte> to)
    {
        if (value < 10)
        {
            to[0] = (byte)('0' + value);
            return 1;
        }

        var count = Count(value);
        WriteLast(value, to[..count]);
        return count;
    }

    /// <summary>Fills the span with the last digits of a number, with zeros before them if it has fewer.</summary>
    /// <returns>What is left of the number: the digits before.</returns>
    public static ulong WriteLast(ulong value, Span<byte> to)
    {
        var i = to.Length;
        for (; i >= 2 && value > uint.MaxValue; i -= 2)
        {
            (value, var pair) = Math.DivRem(value, 100);
            WritePair((uint)pair, to[(i - 2)..]);
        }

        if (value > uint.MaxValue) return WriteFirst(value, to[..i]);

        // 32 bits divide faster.
        var rest = (uint)value;
        for (; i >= 2; i -= 2)
        {
            (rest, var pair) = Math.DivRem(rest, 100);
            WritePair(pair, to[(i - 2)..]);
        }

        if (i == 0) return rest;
        (rest, var digit) = Math.DivRem(rest, 10);
        to[0] = (byte)('0' + digit);
        return rest;
    }

    private static ulong WriteFirst(ulong value, Span<byte> to)
    {
        if (to.IsEmpty) return value;
        (value, var digit) = Math.DivRem(value, 10);
        to[0] = (byte)('0' + digit);
        return value;
    }

    /// <summary>Writes a number below 100 as two digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WritePair(uint value, Span<byte> to) => Pairs.Slice((int)value * 2, 2).CopyTo(to);

    /// <summary>How many digits a number has; 0 has none.</summary>
    public static int Count(ulong value)
    {
        // 1233 / 4096 is the logarithm of 2 to the base 10, closely enough for 64 bits.
        var estimate = (BitOperations.Log2(value | 1) + 1) * 1233 >> 12;
        return estimate + (value >= PowersOfTen[estimate] ? 1 : 0);
    }
}
