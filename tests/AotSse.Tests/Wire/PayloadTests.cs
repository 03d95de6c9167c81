using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AotSse.Hosting;
using AotSse.Wire;

namespace AotSse.Tests.Wire;

/// <summary>Payloads beyond what the generator's own tests can compile: with a source-generated context, with raw JSON; and what they allocate.</summary>
public sealed class PayloadTests
{
    private const int Rounds = 1_000;

    [Fact]
    public void A_context_writes_what_only_it_can()
    {
        var basket = new Basket("Ann", new Money(12.50m, "EUR"), null, [new Money(1, "EUR"), new Money(2, "+")], new Receipt("Corner", new Money(3, "é")));

        Assert.Equal($"data: {JsonSerializer.Serialize(basket, JsonSerializerOptions.Web)}\n\n", Write(PayloadStreams.Basket, basket));
        Assert.Equal("data: \"1 EUR\"\n\n", Write(PayloadStreams.Money, new Money(1, "EUR")));
    }

    [Theory]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData(" [1,\r\n2 ]", " [1,\ndata: \ndata: 2 ]")]
    [InlineData("\"\u00e9\"", "\"\u00e9\"")]
    [InlineData("", "null")]
    public void Raw_JSON_goes_out_as_it_is(string raw, string written) =>
        Assert.Equal($"data: {{\"name\":\"n\",\"raw\":{written},\"maybe\":null}}\n\n", Write(PayloadStreams.Raw, new RawParts("n", Encoding.UTF8.GetBytes(raw), null)));

    [Theory]
    [InlineData("{")]
    [InlineData("1 2")]
    [InlineData("1,\"forged\":2")]
    [InlineData("event: forged")]
    public void Raw_JSON_that_is_none_is_refused(string raw) =>
        Assert.ThrowsAny<JsonException>(() => Write(PayloadStreams.Raw, new RawParts("n", Encoding.UTF8.GetBytes(raw), null)));

    [Fact]
    public void Raw_JSON_that_is_no_UTF8_is_refused() =>
        Assert.ThrowsAny<Exception>(() => Write(PayloadStreams.Raw, new RawParts("n", new byte[] { (byte)'"', 0xC3, (byte)'"' }, null)));

    [Fact]
    public void A_node_that_is_missing_is_null()
    {
        Assert.Equal("data: null\n\n", Write(PayloadStreams.Node, null));
        Assert.Equal("data: [1,{\"a\":null}]\n\n", Write(PayloadStreams.Node, new JsonArray(1, new JsonObject { ["a"] = null })));
    }

    [Fact]
    public void A_scratch_of_another_encoder_is_not_taken_for_the_next()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };
        var type = (System.Text.Json.Serialization.Metadata.JsonTypeInfo<string[]>)JsonSerializerOptions.Web.GetTypeInfo(typeof(string[]));
        var relaxed = (System.Text.Json.Serialization.Metadata.JsonTypeInfo<string[]>)new JsonSerializerOptions(options) { TypeInfoResolver = JsonSerializerOptions.Web.TypeInfoResolver }.GetTypeInfo(typeof(string[]));

        Assert.Equal("[\"\\u002B\"]", Json(type));
        Assert.Equal("[\"+\"]", Json(relaxed));
        Assert.Equal("[\"\\u002B\"]", Json(type));

        static string Json(System.Text.Json.Serialization.Metadata.JsonTypeInfo<string[]> type) => Write((ref FrameWriter frame, string[] value) => frame.WriteJson(value, type), ["+"]);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        using var document = JsonDocument.Parse("{\"a\":[1,2,\"x\"]}");
        var write = PayloadStreams.Report;
        var report = Report(document.RootElement, Report(document.RootElement, null));
        var batch = new FrameBatch();
        Assert.Equal($"data: {JsonSerializer.Serialize(report with { Raw = default, Next = null }, JsonSerializerOptions.Web).Replace("\"raw\":\"\"", "\"raw\":null", StringComparison.Ordinal)}\n\n", Write(PayloadStreams.Report, report with { Raw = default, Next = null }));
        for (var i = 0; i < Rounds; i++) Append(batch, write, report);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++) Append(batch, write, report);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Report Report(JsonElement element, Report? next) => new(
        "A <title>", [new Scored(1, 2.5), new Scored(2, 0.1)], [1, 2, 3], (string[])["a", "b"], new Dictionary<string, int> { ["x"] = 1 }, new() { [Rank.High] = 1.5, [(Rank)7] = 2 },
        [[1], [], [2, 3]], new Scored(3, 4), [1, 2, 3], element, "[true]"u8.ToArray(), Rank.High, next);

    private static void Append(FrameBatch batch, EventWriter<Report> write, Report report)
    {
        var frame = batch.Open();
        write(ref frame, report);
        frame.Commit();
        batch.Clear();
    }

    private static string Write<T>(EventWriter<T> write, T value)
    {
        var batch = new FrameBatch();
        try
        {
            var frame = batch.Open();
            write(ref frame, value);
            frame.Commit();
            return Encoding.UTF8.GetString(batch.Written);
        }
        finally
        {
            batch.Clear();
        }
    }
}
