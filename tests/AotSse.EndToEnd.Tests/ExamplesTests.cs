using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AotSse.EndToEnd.Tests;

/// <summary>The other files of <c>deploy/</c>: real parsers take them, and what they name is there.</summary>
public sealed partial class ExamplesTests
{
    [Fact]
    public async Task The_pod_is_valid_and_its_sidecar_runs_as_the_image_does()
    {
        var documents = await ReadManifestAsync("kubernetes.yaml");
        var pod = documents[0].GetProperty("spec").GetProperty("template").GetProperty("spec");
        var sidecar = pod.GetProperty("initContainers")[0];
        Assert.Equal("Always", sidecar.GetProperty("restartPolicy").GetString());
        Assert.Equal(4000, sidecar.GetProperty("ports")[0].GetProperty("containerPort").GetInt32());
        var environment = sidecar.GetProperty("env").EnumerateArray().ToDictionary(static one => one.GetProperty("name").GetString()!, static one => one.GetProperty("value").GetString()!);
        var pause = pod.GetProperty("containers")[0].GetProperty("lifecycle").GetProperty("preStop").GetProperty("sleep").GetProperty("seconds").GetInt32();
        var drain = int.Parse(environment["AOTSSE_DRAIN"], System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(pod.GetProperty("terminationGracePeriodSeconds").GetInt32() >= pause + drain + 10);
        Assert.Equal(documents[1].GetProperty("spec").GetProperty("ports")[0].GetProperty("targetPort").GetString(), sidecar.GetProperty("ports")[0].GetProperty("name").GetString());

        await using var server = await ServerProcess.StartAsync(new() { Environment = environment });
        foreach (var probe in new[] { "startupProbe", "readinessProbe", "livenessProbe" })
        {
            var path = sidecar.GetProperty(probe).GetProperty("httpGet").GetProperty("path").GetString();
            // By an address, as the kubelet asks.
            Assert.Equal("200", (await Curl.RunAsync("-o", "/dev/null", "-w", "%{http_code}", "-H", "Host: 10.1.2.3:4000", $"{server.Origin}{path}")).Output);
        }
    }

    [Fact]
    public async Task The_services_of_the_compose_file_reach_each_other()
    {
        var services = Assert.Single(await ReadManifestAsync("compose.yaml")).GetProperty("services");
        var environment = services.GetProperty("aotsse").GetProperty("environment").EnumerateObject().ToDictionary(static one => one.Name, static one => one.Value.GetString()!);
        var grace = services.GetProperty("aotsse").GetProperty("stop_grace_period").GetString()!;
        Assert.True(int.Parse(grace.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture) >= int.Parse(environment["AOTSSE_DRAIN"], System.Globalization.CultureInfo.InvariantCulture) + 10);
        Assert.Equal("""["CMD","/aotsse","healthcheck"]""", Compact(services.GetProperty("aotsse").GetProperty("healthcheck").GetProperty("test")));

        // The publisher's command, against a server with these settings.
        environment["AOTSSE_KEY"] = "0123";
        environment["AOTSSE_CONTROL"] = environment["AOTSSE_CONTROL"].Replace(":4001", ":0", StringComparison.Ordinal);
        await using var server = await ServerProcess.StartAsync(new() { Control = null, Environment = environment });
        var command = services.GetProperty("app").GetProperty("command").EnumerateArray()
            .Select(part => part.GetString()!.Replace("${AOTSSE_KEY:?}", "0123", StringComparison.Ordinal).Replace("aotsse:4001", $"127.0.0.1:{new Uri(server.Control!.Replace("*", "localhost", StringComparison.Ordinal)).Port}", StringComparison.Ordinal));
        var published = await Curl.RunAsync([.. command]);
        Assert.True(published.Output.StartsWith("{\"id\":", StringComparison.Ordinal), published.ToString());
    }

    [Fact]
    public async Task Systemd_takes_the_units()
    {
        using var folder = new TemporaryFolder();
        string[] units = ["aotsse.service", "aotsse-public.socket", "aotsse-control.socket"];
        foreach (var unit in units)
        {
            var file = new DeployFile(unit);
            File.WriteAllText(Path.Combine(folder.Path, unit), (unit == "aotsse.service" ? file.With("/usr/local/bin/aotsse", NativeBinary.Path) : file).Text);
        }

        var run = await RunAsync("systemd-analyze", ["verify", .. units.Select(unit => Path.Combine(folder.Path, unit))]);
        Assert.Equal(new Command(0, "", ""), run);
    }

    [Fact]
    public async Task Sockets_that_systemd_opens_under_the_names_of_the_units_are_served()
    {
        using var folder = new TemporaryFolder();
        var (port, control) = (FreePort.Next(), Path.Combine(folder.Path, "control.sock"));
        var names = string.Join(':', Name("aotsse-public.socket"), Name("aotsse-control.socket"));
        using var process = Create("systemd-socket-activate", ["-l", $"127.0.0.1:{port}", "-l", control, $"--fdname={names}", NativeBinary.Path]);
        process.Start();
        try
        {
            // The first connection starts the server, and is served.
            var hello = await Deadline.UntilAsync(
                () => Curl.RunAsync($"http://127.0.0.1:{port}/"), static answer => answer.ExitCode == 0, Deadline.Usual, "the socket is open");
            Assert.Equal("hello!", hello.Output);
            var published = await Curl.RunAsync("--unix-socket", control, "-d", "x", "http://localhost/stream/a");
            Assert.True(published.Output.StartsWith("{\"id\":", StringComparison.Ordinal), published.ToString());
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        static string Name(string unit) => FileDescriptorName().Match(new DeployFile(unit).Text).Groups["name"].Value;
    }

    /// <summary>Each variable that an example sets is one that the server has.</summary>
    [Fact]
    public async Task Examples_set_what_can_be_set()
    {
        var help = (await Command.RunServerAsync(new() { MoreArguments = ["--help"] })).Output;
        var named = Directory.GetFiles(DeployFile.Folder).SelectMany(file => Variable().Matches(File.ReadAllText(file))).Select(static match => match.Value).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains($"[env: {name}]", help, StringComparison.Ordinal));
    }

    /// <summary>An example that the manual does not name is found by nobody.</summary>
    [Fact]
    public void The_manual_names_every_example()
    {
        var manual = File.ReadAllText(Path.Combine(NativeBinary.RepositoryRoot, "docs", "operations.md"));
        Assert.All(Directory.GetFiles(DeployFile.Folder), file => Assert.Contains($"(../deploy/{Path.GetFileName(file)})", manual, StringComparison.Ordinal));
    }

    /// <summary>What the manual shows of an example stands in it, line by line and in this order.</summary>
    [Fact]
    public void The_manual_quotes_the_examples_as_they_are()
    {
        var quotes = Quote().Matches(File.ReadAllText(Path.Combine(NativeBinary.RepositoryRoot, "docs", "operations.md")));
        Assert.Equal(5, quotes.Count);
        Assert.All(quotes, static quote =>
        {
            var lines = new DeployFile(quote.Groups["file"].Value).Text.Split('\n').ToList();
            var next = 0;
            foreach (var line in quote.Groups["lines"].Value.TrimEnd('\n').Split('\n'))
            {
                next = lines.IndexOf(line, next) + 1;
                Assert.True(next > 0, $"{quote.Groups["file"].Value} has no line '{line}' there.");
            }
        });
    }

    private static async Task<JsonElement[]> ReadManifestAsync(string name)
    {
        var run = await Command.RunAsync(NodeClient.CreateProcess("manifest.mjs", Path.Combine(DeployFile.Folder, name)), []);
        Assert.True(run.ExitCode == 0, run.ToString());
        using var json = JsonDocument.Parse(run.Output);
        return [.. json.RootElement.Clone().EnumerateArray()];
    }

    private static string Compact(JsonElement json) => JsonSerializer.Serialize(json);

    private static Task<Command> RunAsync(string program, string[] arguments) => Command.RunAsync(Create(program, arguments), []);

    private static Process Create(string program, string[] arguments) => new()
    {
        StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true },
    };

    [GeneratedRegex("^FileDescriptorName=(?<name>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex FileDescriptorName();

    [GeneratedRegex("^```[a-z]+\n# deploy/(?<file>.+)\n(?<lines>(.+\n)+?)```", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Quote();

    [GeneratedRegex("AOTSSE_[A-Z_]+")]
    private static partial Regex Variable();
}
