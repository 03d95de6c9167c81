using System.Globalization;

namespace AotSse.Wire;

/// <summary>Writes numbers with a few decimals, which is what most of them are; the rare rest goes to the base class library.</summary>
internal static class FixedPoint
{
    /// <summary>Writes a decimal, its trailing zeros included.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Write(decimal value, Span<byte> to)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = (ulong)(uint)bits[1] << 32 | (uint)bits[0];
        if (bits[2] != 0 || value.Scale >= Digits.MaxCount || mantissa == 0) return WriteSlow(value, to);

        var sign = decimal.IsNegative(value) ? 1 : 0;
        to[0] = (byte)'-';
        return sign + Write(mantissa, value.Scale, to[sign..]);
    }

    /// <summary>Writes a finite number as the shortest text that reads back as the same value.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Write(double value, Span<byte> to)
    {
        const double scale = 10_000;
        const int decimals = 4;
        const double limit = 1e15;

        // No two texts of up to 15 digits are the same double, so if one with four decimals is this one, it is the shortest.
        var scaled = Math.Round(Math.Abs(value) * scale);
        if (!(scaled < limit) || scaled / scale != Math.Abs(value)) return WriteSlow(value, to);

        var sign = double.IsNegative(value) ? 1 : 0;
        to[0] = (byte)'-';
        var (integer, fraction) = Math.DivRem((ulong)scaled, (ulong)scale);
        var length = sign + Digits.Write(integer, to[sign..]);
        if (fraction == 0) return length;

        to[length] = (byte)'.';
        Digits.WritePadded(fraction, to.Slice(length + 1, decimals));
        length += 1 + decimals;
        while (to[length - 1] == '0') length--;
        return length;
    }

    private static int Write(ulong mantissa, int scale, Span<byte> to)
    {
        if (scale == 0) return Digits.Write(mantissa, to);

        var (integer, fraction) = Math.DivRem(mantissa, Digits.PowersOfTen[scale]);
        var length = Digits.Write(integer, to);
        to[length++] = (byte)'.';
        Digits.WritePadded(fraction, to.Slice(length, scale));
        return length + scale;
    }

    private static int WriteSlow<T>(T value, Span<byte> to) where T : struct, IUtf8SpanFormattable
    {
        value.TryFormat(to, out var written, default, CultureInfo.InvariantCulture);
        return written;
    }
}
