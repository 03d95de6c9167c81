using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;

namespace AotSse.Generators.Tests.Payloads;

/// <summary>Values of every type: all bit patterns are possible, edges are likely.</summary>
internal static class Values
{
    /// <summary>Steps of a time: with all digits of the fraction, with some, with none.</summary>
    private static readonly long[] Steps = [1, 10, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerMillisecond * 100, TimeSpan.TicksPerSecond, TimeSpan.TicksPerDay];

    public static Gen<float> Single { get; } = Bits<float>().Where(float.IsFinite).Or(0f, -0f, 1e-45f, float.MaxValue, 1e15f, 1e16f, 0.1f, 123456789f);

    public static Gen<double> Double { get; } = Bits<double>().Where(double.IsFinite).Or(0d, -0d, double.Epsilon, double.MaxValue, 1e15, 1e16, 1e21, 1e-5, 0.1, 0.1 + 0.2);

    public static Gen<Half> Half { get; } = Bits<Half>().Where(System.Half.IsFinite).Or(System.Half.MaxValue, System.Half.NegativeZero, System.Half.Epsilon, (Half)0.1);

    public static Gen<decimal> Decimal { get; } =
        (from bits in Bits<Guid>()
         from scale in Gen.Choose(0, 28)
         from isNegative in Boolean
         let parts = MemoryMarshal.Cast<byte, int>(bits.ToByteArray()).ToArray()
         select new decimal(parts[0], parts[1], parts[2], isNegative, (byte)scale)).Or(0m, 1.10m, decimal.MaxValue, decimal.MinValue, -0.0m, 0.0000000000000000000000000001m);

    public static Gen<bool> Boolean => Gen.Elements(true, false);

    public static Gen<DateTime> DateTime { get; } =
        (from ticks in Ticks(System.DateTime.MaxValue.Ticks)
         from kind in Gen.Elements(DateTimeKind.Unspecified, DateTimeKind.Utc, DateTimeKind.Local)
         select new DateTime(ticks, kind)).Or(System.DateTime.MinValue, System.DateTime.MaxValue);

    public static Gen<DateTimeOffset> DateTimeOffset { get; } =
        (from ticks in Ticks(System.DateTime.MaxValue.Ticks - (2 * TimeSpan.TicksPerDay))
         from minutes in Gen.Choose(-14 * 60, 14 * 60).Or(0, 60, -60)
         select new DateTimeOffset(ticks + TimeSpan.TicksPerDay, TimeSpan.FromMinutes(minutes))).Or(System.DateTimeOffset.MinValue, System.DateTimeOffset.MaxValue);

    public static Gen<DateOnly> DateOnly { get; } = Gen.Choose(0, System.DateOnly.MaxValue.DayNumber).Select(System.DateOnly.FromDayNumber);

    public static Gen<TimeOnly> TimeOnly { get; } = Ticks(System.TimeOnly.MaxValue.Ticks).Select(ticks => new TimeOnly(ticks));

    public static Gen<TimeSpan> Duration { get; } = (from ticks in Ticks(long.MaxValue) from isNegative in Boolean select new TimeSpan(isNegative ? -ticks : ticks)).Or(TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.Zero);

    /// <summary>Every pattern of bits that a type can have.</summary>
    public static Gen<T> Bits<T>() where T : unmanaged => Gen.Choose(0, 255).Or(0, 255, 128, 127).Select(bits => (byte)bits).ArrayOf(Marshalled<T>()).Select(bytes => MemoryMarshal.Read<T>(bytes));

    private static int Marshalled<T>() where T : unmanaged => System.Runtime.CompilerServices.Unsafe.SizeOf<T>();

    private static Gen<long> Ticks(long max) => from bits in Bits<ulong>() from step in Gen.Elements(Steps) let ticks = (long)(bits % (ulong)max) select ticks - (ticks % step);

    private static Gen<T> Or<T>(this Gen<T> values, params T[] edges) => Gen.Frequency((4, values), (1, Gen.Elements(edges)));
}
