using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AotSse.EndToEnd.Tests;

/// <summary>The image from scratch: what is in it, and that it runs with nothing else, as the user it names.</summary>
public sealed partial class ImageTests(ContainerImage image) : IClassFixture<ContainerImage>
{
    private const long Budget = 14_000_000;

    [Fact]
    public void It_is_small_on_the_machine_and_smaller_in_a_registry()
    {
        Assert.InRange(image.Size, 1, Budget);
        Assert.InRange(image.CompressedSize, 1, Budget / 2);
        TestContext.Current.SendDiagnosticMessage($"{image.Size} bytes, {image.CompressedSize} compressed");
    }

    [Fact]
    public void One_file_that_needs_no_other_is_all_there_is()
    {
        var file = Assert.Single(Directory.GetFileSystemEntries(image.Root, "*", SearchOption.AllDirectories));
        Assert.Equal(Path.Combine(image.Root, "aotsse"), file);
        Assert.True(File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherExecute));
        Assert.False(HasInterpreter(File.ReadAllBytes(file)), "The binary asks for a dynamic loader.");
    }

    [Fact]
    public void It_says_how_it_is_to_be_run()
    {
        Assert.Equal("65532:65532", image.Config.GetProperty("User").GetString());
        Assert.Equal("""["/aotsse"]""", image.Config.GetProperty("Entrypoint").GetRawText());
        Assert.Equal("""["CMD","/aotsse","healthcheck"]""", image.Config.GetProperty("Healthcheck").GetProperty("Test").GetRawText());
        Assert.True(image.Config.GetProperty("ExposedPorts").TryGetProperty("4000/tcp", out _));
        var labels = image.Config.GetProperty("Labels");
        var version = XDocument.Load(Path.Combine(NativeBinary.RepositoryRoot, "Directory.Build.props")).Descendants("Version").Single().Value;
        Assert.Equal(version, labels.GetProperty("org.opencontainers.image.version").GetString());
        Assert.Equal("MIT", labels.GetProperty("org.opencontainers.image.licenses").GetString());
        Assert.Equal("aotsse", labels.GetProperty("org.opencontainers.image.title").GetString());
        Assert.NotEmpty(labels.GetProperty("org.opencontainers.image.description").GetString()!);
    }

    [Fact]
    public async Task It_serves_publishes_tells_its_health_and_drains_in_an_empty_root_as_another_user()
    {
        await using var server = await ServerProcess.StartAsync(new() { Launch = image.Launch });
        Assert.Matches(@"\nUid:\t65532\t65532\t65532\t65532\n", await File.ReadAllTextAsync($"/proc/{server.Id}/status", TestContext.Current.CancellationToken));
        Assert.Equal("hello!", (await Curl.RunAsync($"{server.Origin}/")).Output);
        using (var greeting = (await EventStream.SubscribeAsync(server.Port, "/stream")).Stream)
            Assert.Equal("data: hello from server sent events ---- [0]\n\n", await greeting.NextBlockAsync());

        var ticket = await server.Publisher.PostAsync("/tickets", """{"topics":["a/*"]}"""u8.ToArray());
        Assert.Equal(200, ticket.Status);
        var (stream, _) = await EventStream.SubscribeAsync(server.Port, "/stream/a/b");
        using var _1 = stream;
        var published = await server.Publisher.PublishAsync("a/b", "from scratch");
        Assert.Equal(1, published.Subscribers);
        Assert.Equal($"id: {published.Id}\ndata: from scratch\n\n", await stream.NextBlockAsync());
        Assert.Contains("aotsse_", (await server.Publisher.GetAsync("/metrics")).Body, StringComparison.Ordinal);
        Assert.Equal(new Command(0, "", ""), await Command.RunServerAsync(new() { Launch = image.Launch, Port = server.Port, Control = null, MoreArguments = ["healthcheck"] }));

        server.Terminate();
        Assert.Null(FirstBlock.Parse(Assert.Single(await stream.ReadToEndAsync())).Id);
        Assert.Equal(0, await server.WaitForExitAsync(Deadline.Usual));
        var gone = await Command.RunServerAsync(new() { Launch = image.Launch, Port = server.Port, Control = null, MoreArguments = ["healthcheck"] });
        Assert.Equal((1, ""), (gone.ExitCode, gone.Output));
    }

    [Theory]
    [InlineData("AOTSSE_TLS_CERT", "/tls.crt")]
    [InlineData("AOTSSE_TLS_CERT", "/tls.crt", "healthcheck")]
    [InlineData("AOTSSE_JWT_KEY", Jwt.SharedKey)]
    [InlineData("AOTSSE_JWKS", "/keys.json")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317")]
    public async Task What_it_lacks_is_refused_in_one_line_that_names_the_image_to_use(string variable, string value, params string[] more)
    {
        var run = await Command.RunServerAsync(new()
        {
            Launch = image.Launch,
            Port = more.Length > 0 ? 1 : 0,
            Environment = new Dictionary<string, string> { [variable] = value },
            MoreArguments = more,
        });
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Matches($@"\Aaotsse: {variable} needs [^\n]+, which this binary is built without: [^\n]*use the image with OpenSSL \(target 'openssl' of the Containerfile\)\n\z", run.Error);
    }

    /// <summary>Its base cannot be had everywhere, so it is not built here; but it must not drift from the one that is.</summary>
    [Fact]
    public void The_image_with_openssl_is_set_up_alike()
    {
        var stages = Stage().Split(File.ReadAllText(Path.Combine(NativeBinary.RepositoryRoot, "Containerfile")));
        Assert.Equal(SetUp(Named(" AS base\n")), SetUp(Named(" AS openssl\n")));
        Assert.Contains("-p:Image=true", Named(" AS static\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("-p:Image=true", Named(" AS with-openssl\n"), StringComparison.Ordinal);
        Assert.EndsWith(" AS image\nCOPY --from=static /out/aotsse /aotsse\n", stages[^1], StringComparison.Ordinal);

        string Named(string head) => Assert.Single(stages, stage => stage.Contains(head, StringComparison.Ordinal));
        static IEnumerable<string> SetUp(string stage) => stage.Split('\n').Where(static line => Instruction().IsMatch(line)).Order();
    }

    /// <summary>Whether one of the program headers of this ELF file is a PT_INTERP.</summary>
    private static bool HasInterpreter(ReadOnlySpan<byte> elf)
    {
        Assert.Equal("\u007fELF"u8, elf[..4]);
        var (at, size, count) = (BitConverter.ToInt64(elf[0x20..]), BitConverter.ToUInt16(elf[0x36..]), BitConverter.ToUInt16(elf[0x38..]));
        for (var i = 0; i < count; i++)
            if (BitConverter.ToInt32(elf[(int)(at + (i * size))..]) == 3) return true;
        return false;
    }

    [GeneratedRegex("^(?=FROM )", RegexOptions.Multiline)]
    private static partial Regex Stage();

    [GeneratedRegex("^(ARG|USER|EXPOSE|HEALTHCHECK|ENTRYPOINT|ENV) ")]
    private static partial Regex Instruction();
}
