namespace AotSse.Wire;

/// <summary>Writes dates and times in the ISO 8601 extended format, fractions of a second without trailing zeros.</summary>
internal static class IsoTime
{
    /// <summary>The longest form: <c>2026-01-01T00:00:00.0000000+00:00</c>.</summary>
    public const int MaxBytes = 33;

    /// <summary>Writes date, time and, if it is known, the distance to UTC.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Write(DateTime value, Span<byte> to)
    {
        var length = WriteClock(value, to);
        switch (value.Kind)
        {
            case DateTimeKind.Utc:
                to[length] = (byte)'Z';
                return length + 1;
            case DateTimeKind.Local:
                return length + WriteOffset((int)(TimeZoneInfo.Local.GetUtcOffset(value).Ticks / TimeSpan.TicksPerMinute), to[length..]);
            default:
                return length;
        }
    }

    /// <inheritdoc cref="Write(DateTime, Span{byte})"/>
    public static int Write(DateTimeOffset value, Span<byte> to)
    {
        var length = WriteClock(value.DateTime, to);
        return length + WriteOffset(value.TotalOffsetMinutes, to[length..]);
    }

    /// <summary>Writes <c>yyyy-MM-dd</c>.</summary>
    /// <returns>How many bytes were written: 10.</returns>
    public static int WriteDate(DateTime value, Span<byte> to)
    {
        value.Deconstruct(out int year, out int month, out int day);
        to = to[..10];
        Digits.WritePair((uint)year / 100, to);
        Digits.WritePair((uint)year % 100, to[2..]);
        to[4] = (byte)'-';
        Digits.WritePair((uint)month, to[5..]);
        to[7] = (byte)'-';
        Digits.WritePair((uint)day, to[8..]);
        return 10;
    }

    private static int WriteClock(DateTime value, Span<byte> to)
    {
        const int seconds = 19; // The length to the whole second: 2026-01-01T00:00:00
        const int fractionDigits = 7;

        to = to[..(seconds + 1 + fractionDigits)];
        WriteDate(value, to);
        var (time, fraction) = Math.DivRem((ulong)value.TimeOfDay.Ticks, (ulong)TimeSpan.TicksPerSecond);
        var (minutes, second) = Math.DivRem((uint)time, 60);
        var (hour, minute) = Math.DivRem(minutes, 60);
        to[10] = (byte)'T';
        Digits.WritePair(hour, to[11..]);
        to[13] = (byte)':';
        Digits.WritePair(minute, to[14..]);
        to[16] = (byte)':';
        Digits.WritePair(second, to[17..]);
        if (fraction == 0) return seconds;

        to[seconds] = (byte)'.';
        Digits.WriteLast(fraction, to[(seconds + 1)..]);
        var length = to.Length;
        while (to[length - 1] == '0') length--;
        return length;
    }

    private static int WriteOffset(int minutes, Span<byte> to)
    {
        to = to[..6];
        to[0] = (byte)(minutes < 0 ? '-' : '+');
        var (hours, rest) = Math.DivRem((uint)Math.Abs(minutes), 60);
        Digits.WritePair(hours, to[1..]);
        to[3] = (byte)':';
        Digits.WritePair(rest, to[4..]);
        return 6;
    }
}
