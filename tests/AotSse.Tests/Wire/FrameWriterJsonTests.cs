using System.Text.Json;
using System.Text.Json.Serialization;
using FsCheck;
using FsCheck.Fluent;

namespace AotSse.Tests.Wire;

/// <summary>The oracle is <see cref="JsonSerializer"/> with the web defaults, byte for byte.</summary>
public sealed class FrameWriterJsonTests
{
    private static string Stj<T>(T value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);

    [Fact]
    public void Strings() => Prop.ForAll(Nasty.Texts, text => Assert.Equal(Stj(text), Written.By((ref f) => f.WriteString(text)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_character_alone()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            var character = (char)c;
            Assert.Equal(Stj(character.ToString()), Written.By((ref f) => f.WriteChar(character)));
        }
    }

    [Fact]
    public void No_string() => Assert.Equal("null", Written.By((ref f) => f.WriteString(null)));

    [Fact]
    public void Booleans() => Assert.Equal("truefalse", Written.By((ref f) =>
    {
        f.WriteBoolean(true);
        f.WriteBoolean(false);
    }));

    [Fact]
    public void Integers()
    {
        Check<sbyte>(sbyte.MinValue, sbyte.MaxValue, 0);
        Check<short>(short.MinValue, short.MaxValue);
        Check<int>(int.MinValue, int.MaxValue, 0, -1);
        Check<long>(long.MinValue, long.MaxValue);
        Check<byte>(byte.MaxValue);
        Check<ushort>(ushort.MaxValue);
        Check<uint>(uint.MaxValue);
        Check<ulong>(ulong.MaxValue);
        Check<Int128>(Int128.MinValue, Int128.MaxValue);
        Check<UInt128>(UInt128.MaxValue);
        Check<decimal>(decimal.MinValue, decimal.MaxValue, 0.0000000000000000000000000001m, -1.50m);

        static void Check<T>(params T[] values) where T : struct, IUtf8SpanFormattable
        {
            foreach (var value in values) Assert.Equal(Stj(value), Written.By((ref f) => f.WriteNumber(value)));
        }
    }

    [Fact]
    public void Numbers_as_text()
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Web) { NumberHandling = JsonNumberHandling.WriteAsString };
        Check<sbyte>(sbyte.MinValue);
        Check<long>(long.MinValue, long.MaxValue, 0);
        Check<ulong>(ulong.MaxValue);
        Check<Int128>(Int128.MinValue, Int128.MaxValue);
        Check<UInt128>(UInt128.MaxValue);
        Check<decimal>(decimal.MinValue, -0.0000000000000000000000000001m, -1.50m);
        Check<double>(double.MinValue, double.Epsilon, -0.1);
        Check<float>(float.MinValue, float.Epsilon);
        Check<Half>(Half.MinValue, Half.Epsilon);

        void Check<T>(params T[] values) where T : struct, IUtf8SpanFormattable
        {
            foreach (var value in values) Assert.Equal(JsonSerializer.Serialize(value, options), Written.By((ref f) => f.WriteNumberText(value)));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.MinValue)]
    public void Numbers_or_their_names(double value)
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
        Assert.Equal(JsonSerializer.Serialize(value, options), Written.By((ref f) => f.WriteNumberOrName(value)));
        Assert.Equal(JsonSerializer.Serialize((float)value, options), Written.By((ref f) => f.WriteNumberOrName((float)value)));
        Assert.Equal(JsonSerializer.Serialize((Half)value, options), Written.By((ref f) => f.WriteNumberOrName((Half)value)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(47)]
    [InlineData(48)]
    [InlineData(49)]
    [InlineData(5_000)]
    public void A_number_of_any_length(int digits)
    {
        var number = new LongNumber(digits);
        Assert.Equal(new string('7', digits), Written.By((ref f) => f.WriteNumber(number)));
        Assert.Equal($"\"{new string('7', digits)}\"", Written.By((ref f) => f.WriteNumberText(number)));
    }

    [Fact]
    public void Versions()
    {
        foreach (var version in new Version[] { new(1, 2), new(0, 0, 0), new(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue) })
            Assert.Equal(Stj(version), Written.By((ref f) => f.WriteVersion(version)));
    }

    [Fact]
    public void Decimals() => Prop.ForAll(ArbMap.Default.ArbFor<decimal>(), n => Assert.Equal(Stj(n), Written.By((ref f) => f.WriteNumber(n)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Longs() => Prop.ForAll(ArbMap.Default.ArbFor<long>(), n => Assert.Equal(Stj(n), Written.By((ref f) => f.WriteNumber(n)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Doubles_of_any_bits() => Prop.ForAll(ArbMap.Default.ArbFor<long>(), bits =>
    {
        var (d, f32) = (BitConverter.Int64BitsToDouble(bits), BitConverter.Int32BitsToSingle((int)bits));
        if (double.IsFinite(d)) Assert.Equal(Stj(d), Written.By((ref f) => f.WriteNumber(d)));
        if (float.IsFinite(f32)) Assert.Equal(Stj(f32), Written.By((ref f) => f.WriteNumber(f32)));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e16)]
    [InlineData(0.1)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    public void Doubles(double value)
    {
        Assert.Equal(Stj(value), Written.By((ref f) => f.WriteNumber(value)));
        var half = (Half)value;
        if (value == 0) Assert.Equal("-0", Written.By((ref f) => f.WriteNumber(-value)));
        if (Half.IsFinite(half)) Assert.Equal(Stj(half), Written.By((ref f) => f.WriteNumber(half)));
    }

    [Fact]
    public void What_is_no_number_is_refused_as_by_the_serializer()
    {
        Assert.Throws<ArgumentException>(() => Stj(double.NaN));
        Assert.Throws<ArgumentException>(() => Written.By((ref f) => f.WriteNumber(double.NaN)));
        Assert.Throws<ArgumentException>(() => Written.By((ref f) => f.WriteNumber(float.PositiveInfinity)));
        Assert.Throws<ArgumentException>(() => Written.By((ref f) => f.WriteNumber(Half.NegativeInfinity)));
    }

    [Fact]
    public void Guids() => Prop.ForAll(ArbMap.Default.ArbFor<Guid>(), g => Assert.Equal(Stj(g), Written.By((ref f) => f.WriteGuid(g)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Dates_and_times() => Prop.ForAll(Ticks, ticks =>
    {
        foreach (var kind in Enum.GetValues<DateTimeKind>())
        {
            var time = new DateTime(ticks, kind);
            Assert.Equal(Stj(time), Written.By((ref f) => f.WriteDateTime(time)));
        }

        var utc = new DateTime(ticks, DateTimeKind.Utc);
        var date = DateOnly.FromDateTime(utc);
        var timeOfDay = TimeOnly.FromDateTime(utc);
        var span = new TimeSpan(ticks - (DateTime.MaxValue.Ticks / 2));
        Assert.Equal(Stj(date), Written.By((ref f) => f.WriteDate(date)));
        Assert.Equal(Stj(timeOfDay), Written.By((ref f) => f.WriteTime(timeOfDay)));
        Assert.Equal(Stj(span), Written.By((ref f) => f.WriteTimeSpan(span)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Times_with_an_offset() => Prop.ForAll(Ticks, Gen.Choose(-14 * 60, 14 * 60).ToArbitrary(), (ticks, minutes) =>
    {
        var offset = TimeSpan.FromMinutes(minutes);
        if (ticks - offset.Ticks is < 0 or > 3155378975999999999) return;
        var time = new DateTimeOffset(ticks, offset);
        Assert.Equal(Stj(time), Written.By((ref f) => f.WriteDateTime(time)));
    }).QuickCheckThrowOnFailure();

    private readonly record struct LongNumber(int Digits) : IUtf8SpanFormattable
    {
        public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
        {
            bytesWritten = 0;
            if (utf8Destination.Length < Digits) return false;
            utf8Destination[..(bytesWritten = Digits)].Fill((byte)'7');
            return true;
        }
    }

    /// <summary>Whole seconds, fractions with and without trailing zeros, and the ends.</summary>
    private static Arbitrary<long> Ticks { get; } = Gen.Choose(0, int.MaxValue)
        .SelectMany(high => Gen.Elements(1L, 10L, 100L, 1_000L, 10_000L, 1_000_000L, 10_000_000L)
            .Select(unit => (((long)high << 31) ^ high) % DateTime.MaxValue.Ticks / unit * unit))
        .Or(Gen.Elements(0L, DateTime.MaxValue.Ticks))
        .ToArbitrary();
}
