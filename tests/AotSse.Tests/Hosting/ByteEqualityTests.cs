using System.Buffers;
using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Tests.Hosting;

/// <summary>What a client receives is what the log holds, byte for byte, and what other people's parsers make of it is what was published.</summary>
public sealed class ByteEqualityTests
{
    private const int Events = 100_000;

    private static readonly string[] Pieces = ["", "\r", "\n", "\r\n", "\0", " ", ":", "data: x", "id: 9", "event: x", "\uFEFF", "\u2028", "é", "€", "😀", "plain ascii text", "0\r\n\r\n"];

    [Theory]
    [InlineData(Way.Direct)]
    [InlineData(Way.Pipe)]
    public async Task A_hundred_thousand_random_payloads_arrive_as_they_lie_in_the_log(Way way)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        await using var app = await way.StartAsync(options => (options.RetainEvents, options.RetainBytes) = (2 * Events, 256 << 20));
        var prices = app.Services.GetRequiredService<Prices>();
        using var client = await RawClient.ConnectAsync(app.Client.BaseAddress!, "/news");
        while (client.Body.Length == 0) await client.ReadAsync(500);
        var opening = client.Received.WrittenCount;

        var published = new List<string>();
        var reading = client.ReadToAsync("data: the end\n\n", new Random(seed));
        for (var i = 1; i < Events; i++) published.Add(await PublishAsync(prices, string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Pieces[random.Next(Pieces.Length)]))));
        published.Add(await PublishAsync(prices, "the end"));
        await reading;

        var log = new ArrayBufferWriter<byte>();
        var reader = new LogReader(app.Hub.GetStream("/news"), "", client.Body.ToString().Split("id: ")[1].Split('\n')[0]);
        reader.Read(log, int.MaxValue);
        reader.Leave();
        var received = client.Received.WrittenMemory;
        Assert.True(received.Span[opening..].SequenceEqual(log.WrittenSpan), $"The bytes are not those of the log (seed {seed}).");

        var parsed = SseParser.Create(new MemoryStream(received.ToArray())).Enumerate().Select(item => item.Data);
        Assert.Equal(published, parsed);
        Assert.Equal(Digest(published), await ParsedByNodeAsync(received, seed));
    }

    /// <returns>What clients are given: every line end is LF.</returns>
    private static async Task<string> PublishAsync(Prices prices, string text)
    {
        await prices.News(null, text);
        return text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
    }

    private static string Digest(List<string> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var each in data) hash.AppendData(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(each)}:{each}"));
        return $"{data.Count} {Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    /// <summary>npm's eventsource-parser, which is given the bytes in random pieces.</summary>
    private static async Task<string> ParsedByNodeAsync(ReadOnlyMemory<byte> bytes, int seed)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AotSse.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The repository was not found above the tests.");
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "tests/AotSse.EndToEnd.Tests/clients/digest.mjs"), $"{seed}"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var node = Process.Start(start)!;
        await node.StandardInput.BaseStream.WriteAsync(bytes, TestContext.Current.CancellationToken);
        node.StandardInput.Close();
        return (await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim();
    }
}
