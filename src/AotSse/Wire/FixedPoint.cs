using System.Globalization;
using System.Runtime.CompilerServices;

namespace AotSse.Wire;

/// <summary>Writes numbers with a few decimals, which is what most of them are; the rare rest goes to the base class library.</summary>
internal static class FixedPoint
{
    /// <summary>Writes a decimal, its trailing zeros included.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Write(decimal value, Span<byte> to)
    {
        var parts = Unsafe.BitCast<decimal, DecimalParts>(value);
        var scale = (int)(byte)(parts.Flags >> 16);
        if (parts.High != 0 || scale >= Digits.MaxCount || parts.Low == 0) return WriteSlow(value, to);

        var sign = parts.Flags < 0 ? 1 : 0;
        to[0] = (byte)'-';
        return sign + Write(parts.Low, scale, to[sign..]);
    }

    /// <summary>Writes a finite number as the shortest text that reads back as the same value.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Write(double value, Span<byte> to)
    {
        const double scale = 10_000;
        const int decimals = 4;
        const double limit = 1e15;

        // No two texts of up to 15 digits are the same double, so if one with four decimals is this one, it is the shortest.
        var magnitude = Math.Abs(value);
        var scaled = magnitude * scale + 0.5;
        if (!(scaled < limit)) return WriteSlow(value, to);
        var mantissa = double.ConvertToIntegerNative<long>(scaled);
        if (mantissa / scale != magnitude) return WriteSlow(value, to);

        var sign = double.IsNegative(value) ? 1 : 0;
        to[0] = (byte)'-';
        var (integer, fraction) = Math.DivRem((ulong)mantissa, (ulong)scale);
        var length = sign + Digits.Write(integer, to[sign..]);
        if (fraction == 0) return length;

        to[length] = (byte)'.';
        Digits.WriteLast(fraction, to.Slice(length + 1, decimals));
        length += 1 + decimals;
        while (to[length - 1] == '0') length--;
        return length;
    }

    private static int Write(ulong mantissa, int scale, Span<byte> to)
    {
        if (scale == 0) return Digits.Write(mantissa, to);

        var integers = Math.Max(Digits.Count(mantissa) - scale, 1);
        mantissa = Digits.WriteLast(mantissa, to.Slice(integers + 1, scale));
        to[integers] = (byte)'.';
        Digits.WriteLast(mantissa, to[..integers]);
        return integers + 1 + scale;
    }

    private static int WriteSlow<T>(T value, Span<byte> to) where T : struct, IUtf8SpanFormattable
    {
        value.TryFormat(to, out var written, default, CultureInfo.InvariantCulture);
        return written;
    }

    /// <summary>A decimal as it lies in memory, which is how OLE automation lays it out: reading it so needs no way through an array.</summary>
    private readonly record struct DecimalParts(int Flags, uint High, ulong Low);
}
