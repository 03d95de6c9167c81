using System.Text;
using System.Text.Json;
using FsCheck.Fluent;

namespace AotSse.Generators.Tests.Payloads;

/// <summary>The bytes of objects: names, order, what is left out.</summary>
public sealed class ObjectBytesTests(PayloadProject project)
{
    [Fact]
    public void Of_a_class_with_attributes() => Property.Holds(
        from text in NastyTexts.All
         from number in Values.Bits<int>()
         from letter in Values.Bits<char>()
         from flag in Values.Boolean
         select new Annotated { HTTPStatusCode = number, Named = text, Kept = flag ? number : null, @class = flag, X = letter, Ärger = text, _private = number, HalfOpen = 1 },
        AssertJson);

    [Fact]
    public void Of_a_struct() => Property.Holds(
        from x in Values.Double from y in Values.Double from id in Values.Bits<Guid>() from flag in Values.Boolean select new Place(x, y, flag ? id : null),
        AssertJson);

    [Fact]
    public void Of_a_record_with_members_in_its_body() => AssertJson(new Mixed(1, null) { Third = 3 });

    [Fact]
    public void Of_an_object_without_members() => AssertJson(new Empty());

    [Fact]
    public void Of_an_object_that_is_missing() => AssertJson<Mixed>(null!);

    [Fact]
    public async Task Of_a_record_that_stands_in_the_same_project()
    {
        await using var own = await RunningProject.StartAsync("""
            using System.Collections.Generic;
            using System.Text.Json.Serialization;
            using System.Threading.Tasks;
            using AotSse;

            public partial record Own(int B, [property: JsonPropertyName("Z z")] string? A)
            {
                public int Computed => B + 1;
                public string C { get; init; } = "c";
            }

            public partial record Own
            {
                public int ACRONYMAtStart { get; init; }
                public int aB { get; init; }
            }

            public sealed partial class Streams
            {
                [EventStream("/own")]
                public partial void Sent([Payload] Own own);
            }
            """);
        await using var reader = await EventReader.OpenAsync(own.Client, "/own");
        var service = own.Service("Streams");
        var value = Activator.CreateInstance(own.Assembly.GetType("Own")!, 1, "<text>")!;

        service.GetType().GetMethod("Sent")!.Invoke(service, [value]);

        Assert.Equal(JsonSerializer.Serialize(value, value.GetType(), JsonSerializerOptions.Web), (await reader.NextAsync()).Data);
    }

    /// <summary>Text is no JSON: its lines become data lines, and every reader joins them again.</summary>
    [Fact]
    public void Of_text() => Property.Holds(NastyTexts.All, text =>
    {
        AssertLines(text, project.Write(text));
        AssertLines(text, project.Write((ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text)));
    });

    [Fact]
    public void Not_of_bytes_that_are_no_UTF8() => Assert.Throws<ArgumentException>(() => project.Write<ReadOnlyMemory<byte>>(new byte[] { (byte)'a', 0xFF }));

    private static void AssertLines(string text, string written)
    {
        // CR, LF and CRLF are a break; other separators of lines, which ReplaceLineEndings would take too, are not.
        var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        Assert.Equal(string.Concat(expected.Split('\n').Select(line => $"data: {line}\n")) + "\n", written);
        var item = Assert.Single(System.Net.ServerSentEvents.SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(written))).Enumerate());
        Assert.Equal(expected, item.Data);
    }

    private void AssertJson<T>(T value) => Assert.Equal($"data: {JsonSerializer.Serialize(value, JsonSerializerOptions.Web)}\n\n", project.Write(value));
}
