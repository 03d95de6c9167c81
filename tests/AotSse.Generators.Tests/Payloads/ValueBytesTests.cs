using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using FsCheck;

namespace AotSse.Generators.Tests.Payloads;

/// <summary>The bytes of generated writers are those of <see cref="JsonSerializer"/>, for every type of value, alone and as a member.</summary>
public sealed class ValueBytesTests(PayloadProject project)
{
    [Fact]
    public void Of_sbyte() => Check(Values.Bits<sbyte>());

    [Fact]
    public void Of_byte() => Check(Values.Bits<byte>());

    [Fact]
    public void Of_short() => Check(Values.Bits<short>());

    [Fact]
    public void Of_ushort() => Check(Values.Bits<ushort>());

    [Fact]
    public void Of_int() => Check(Values.Bits<int>());

    [Fact]
    public void Of_uint() => Check(Values.Bits<uint>());

    [Fact]
    public void Of_long() => Check(Values.Bits<long>());

    [Fact]
    public void Of_ulong() => Check(Values.Bits<ulong>());

    [Fact]
    public void Of_Int128() => Check(Values.Bits<Int128>());

    [Fact]
    public void Of_UInt128() => Check(Values.Bits<UInt128>());

    [Fact]
    public void Of_Half() => Check(Values.Half);

    [Fact]
    public void Of_float() => Check(Values.Single);

    [Fact]
    public void Of_double() => Check(Values.Double);

    [Fact]
    public void Of_decimal() => Check(Values.Decimal);

    [Fact]
    public void Of_bool() => Check(Values.Boolean);

    [Fact]
    public void Of_char() => Check(Values.Bits<char>());

    [Fact]
    public void Of_Guid() => Check(Values.Bits<Guid>());

    [Fact]
    public void Of_DateTime() => Check(Values.DateTime);

    [Fact]
    public void Of_DateTimeOffset() => Check(Values.DateTimeOffset);

    [Fact]
    public void Of_DateOnly() => Check(Values.DateOnly);

    [Fact]
    public void Of_TimeOnly() => Check(Values.TimeOnly);

    [Fact]
    public void Of_TimeSpan() => Check(Values.Duration);

    [Fact]
    public void Of_enums_of_every_type()
    {
        Check(Values.Bits<SByteEnum>());
        Check(Values.Bits<ByteEnum>());
        Check(Values.Bits<Int16Enum>());
        Check(Values.Bits<UInt16Enum>());
        Check(Values.Bits<Int32Enum>());
        Check(Values.Bits<UInt32Enum>());
        Check(Values.Bits<Int64Enum>());
        Check(Values.Bits<UInt64Enum>());
    }

    [Fact]
    public void Of_texts_as_members() => Property.Holds(NastyTexts.All, text =>
    {
        AssertJson(new Texts(text, text));
        AssertJson(new Texts(text, null));
    });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Not_of_numbers_that_JSON_lacks(double value)
    {
        Assert.Throws<ArgumentException>(() => project.Write(value));
        Assert.Throws<ArgumentException>(() => project.Write((double?)value));
        Assert.Throws<ArgumentException>(() => project.Write((float)value));
        Assert.Throws<ArgumentException>(() => project.Write((Half)value));
        Assert.Throws<ArgumentException>(() => project.Write(new Pair<double>(0, value)));
    }

    private void Check<T>(Gen<T> values) where T : struct => Property.Holds(values, value =>
    {
        AssertJson(value);
        AssertJson<T?>(value);
        AssertJson<T?>(null);
        AssertJson(new Pair<T>(value, value));
        AssertJson(new Pair<T>(value, null));
    });

    private void AssertJson<T>(T value)
    {
        var json = JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
        var written = project.Write(value);
        Assert.Equal($"data: {json}\n\n", written);

        var item = Assert.Single(SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(written))).Enumerate());
        Assert.Equal(json, item.Data);
        Assert.Equal("message", item.EventType);
    }
}
