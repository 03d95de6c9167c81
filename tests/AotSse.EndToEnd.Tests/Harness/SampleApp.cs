using System.Diagnostics;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>One run of the native sample app, whose contract the generated clients are made of.</summary>
internal sealed class SampleApp : IAsyncDisposable
{
    private const string ListeningOn = "Now listening on: ";
    private const string PublishCommand = "dotnet publish tests/AotSse.Sample -r linux-x64 -o artifacts/sample";

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SampleApp(Process process) => _process = process;

    public Uri Origin => _listening.Task.Result;

    public HttpClient Client { get; } = new();

    public static async Task<SampleApp> StartAsync()
    {
        var app = new SampleApp(CreateProcess("--urls", "http://127.0.0.1:0"));
        app._process.OutputDataReceived += (_, line) => app.OnOutput(line.Data);
        app._process.Start();
        app._process.BeginOutputReadLine();
        app._process.BeginErrorReadLine();
        app.Client.BaseAddress = await app._listening.Task.Within(Deadline.Usual, () => ListeningOn);
        return app;
    }

    /// <summary>The process, not started, with its input and outputs redirected.</summary>
    public static Process CreateProcess(params string[] arguments)
    {
        var path = Path.Combine(NativeBinary.RepositoryRoot, "artifacts", "sample", "AotSse.Sample");
        if (!File.Exists(path)) throw new FileNotFoundException($"No sample at {path}. Publish it with `{PublishCommand}`.");
        return new Process
        {
            StartInfo = new ProcessStartInfo(path, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.GetTempPath(),
            },
        };
    }

    /// <summary>Calls what publishes.</summary>
    public async Task PostAsync(string path)
    {
        using var response = await Client.PostAsync(new Uri(path, UriKind.Relative), null, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public Task<string> GetAsync(string path) => Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void OnOutput(string? line)
    {
        if (line?.IndexOf(ListeningOn, StringComparison.Ordinal) is >= 0 and var at) _listening.TrySetResult(new Uri(line[(at + ListeningOn.Length)..]));
    }
}
