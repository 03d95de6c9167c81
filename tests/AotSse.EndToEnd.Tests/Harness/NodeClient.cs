using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>A client that runs in Node.js: a script of <c>clients/</c> that prints one JSON object a line for each thing it observes.</summary>
internal sealed class NodeClient : IAsyncDisposable
{
    /// <summary>A browser starts within seconds, but on two busy cores not within a few.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private readonly Channel<JsonElement> _observations = Channel.CreateUnbounded<JsonElement>();
    private readonly List<string> _seen = [];
    private readonly Task<string> _errors;

    private NodeClient(Process process)
    {
        _process = process;
        _process.Start();
        _errors = process.StandardError.ReadToEndAsync();
        _ = PumpAsync();
    }

    private static string Scripts => Path.Combine(NativeBinary.RepositoryRoot, "tests", "AotSse.EndToEnd.Tests", "clients");

    /// <summary>Starts a script. It ends when its standard input does, at the latest when this is disposed.</summary>
    public static NodeClient Start(string script, params string[] arguments) => new(CreateProcess(script, arguments));

    public static Process CreateProcess(string script, params string[] arguments)
    {
        var modules = Path.Combine(Scripts, "node_modules");
        if (!Directory.Exists(modules))
            throw new DirectoryNotFoundException($"No {modules}: run `npm install --no-save --no-package-lock` in {Scripts}, or tests/run.sh.");
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Scripts,
        };
        start.ArgumentList.Add(Path.Combine(Scripts, script));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // Only this switch brings Node's own EventSource, and it does no harm to the other scripts.
        start.Environment["NODE_OPTIONS"] = "--experimental-eventsource";
        return new Process { StartInfo = start };
    }

    /// <summary>Tells the client what to do, if its script takes orders.</summary>
    public async Task SendAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The next observation, of any kind.</summary>
    public Task<JsonElement> NextAsync() => ReadAsync("anything");

    /// <summary>The next observation, which must be of this kind.</summary>
    public Task<JsonElement> NextAsync(string kind) => NextAfterAsync([], kind);

    /// <summary>Passes over observations of the kinds in <paramref name="skip"/>; the first of another kind must be a <paramref name="kind"/>.</summary>
    public async Task<JsonElement> NextAfterAsync(string[] skip, string kind)
    {
        JsonElement next;
        do
            next = await ReadAsync($"'{kind}'");
        while (skip.Contains(Kind(next)));
        Assert.True(Kind(next) == kind, $"Expected '{kind}', the client saw {string.Join(" ", _seen)}");
        return next;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().Within(Deadline.Usual, () => "the end of a Node.js client");
        }
        finally
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }
    }

    private async Task<JsonElement> ReadAsync(string what)
    {
        if (!await _observations.Reader.WaitToReadAsync().AsTask().Within(Patience, () => $"{what}; so far: {string.Join(" ", _seen)}"))
            throw new InvalidOperationException($"The client ended before {what}; so far: {string.Join(" ", _seen)}; it said: {await _errors}");
        var next = await _observations.Reader.ReadAsync();
        _seen.Add(next.GetRawText());
        return next;
    }

    private static string? Kind(JsonElement observation) => observation.GetProperty("kind").GetString();

    private async Task PumpAsync()
    {
        try
        {
            while (await _process.StandardOutput.ReadLineAsync() is { } line)
            {
                using var json = JsonDocument.Parse(line);
                _observations.Writer.TryWrite(json.RootElement.Clone());
            }

            _observations.Writer.Complete();
        }
        catch (Exception error)
        {
            _observations.Writer.Complete(error);
        }
    }
}
