using System.Diagnostics;

namespace AotSse.PackageTests;

/// <summary>A running app of a test.</summary>
internal sealed class App : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private App(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = address, Timeout = Limit };
    }

    public HttpClient Client { get; }

    /// <summary>Starts it on a free port and waits until it listens.</summary>
    public static async Task<App> StartAsync(string file)
    {
        var process = Process.Start(new ProcessStartInfo(file, ["--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true })!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
                if (line.IndexOf("http://", StringComparison.Ordinal) is >= 0 and var start) return new App(process, new Uri(line[start..].Trim()));
        }
        catch
        {
            process.Kill();
            throw;
        }

        throw new InvalidOperationException($"{file} ended before it listened.");
    }

    /// <summary>Opens a stream and reads its opening block.</summary>
    public async Task<StreamReader> SubscribeAsync(string path)
    {
        var lines = new StreamReader(await Client.GetStreamAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));
        while (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 })
        {
            // Its retry, and where it stands.
        }

        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
