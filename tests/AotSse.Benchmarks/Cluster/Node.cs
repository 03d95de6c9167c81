using System.Diagnostics;
using System.Globalization;
using System.Net;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Cluster;

/// <summary>One running server, alone or before a broker.</summary>
internal sealed class Node : IDisposable
{
    // Reading back takes seconds for a million events.
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    private readonly HttpClient _http = new();

    private Node(Contestant contestant, int port, string[] environment)
    {
        Port = port;
        Process = ServerProcess.Start(contestant, port, environment);
    }

    /// <summary>Where clients subscribe; the next one is where events are published.</summary>
    public int Port { get; }

    public ServerProcess Process { get; }

    /// <summary>Starts one.</summary>
    /// <param name="contestant">The native server.</param>
    /// <param name="port">The first of two that are free.</param>
    /// <param name="broker">Where its broker is, if it has one.</param>
    /// <param name="stream">The name of its stream there.</param>
    /// <param name="partitions">Over how many streams its topics are spread.</param>
    public static Node Start(Contestant contestant, int port, Broker? broker, string stream, int partitions)
    {
        // Several may run at once: each has its own log.
        var own = contestant with { LogFile = Path.ChangeExtension(contestant.LogFile, string.Create(CultureInfo.InvariantCulture, $".{port}.log")) };
        return new Node(own, port, broker is null ? [] :
        [
            $"AOTSSE_RABBITMQ={broker.Url}", $"AOTSSE_RABBITMQ_STREAM={stream}", string.Create(CultureInfo.InvariantCulture, $"AOTSSE_RABBITMQ_PARTITIONS={partitions}"),
        ]);
    }

    /// <summary>Waits until it takes clients and events.</summary>
    /// <returns>The time from its start.</returns>
    public TimeSpan WaitUntilReady(CancellationToken cancellation)
    {
        var answer = "nothing";
        while (true)
        {
            var elapsed = Stopwatch.GetElapsedTime(Process.StartedAt);
            if (IsReady(ref answer, cancellation)) return elapsed;
            if (Process.HasExited() || elapsed > ReadyTimeout) throw Process.Failure($"It did not become ready; /readyz says: {answer.Trim()}.");
            cancellation.WaitHandle.WaitOne(Poll);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Publishes a batch of lines.</summary>
    /// <returns>The answer.</returns>
    public string Publish(string topic, string lines, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(Port + 1, $"stream/{topic}")) { Content = new StringContent(lines, null, "application/x-ndjson") };
        request.Headers.Add("Prefer", "return=minimal");
        using var response = _http.Send(request, cancellation);
        return ReadText(response, cancellation);
    }

    /// <summary>The value of a metric, summed over its labels.</summary>
    public double ReadMetric(string name, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(Port + 1, "metrics"));
        using var response = _http.Send(request, cancellation);
        return ReadText(response, cancellation).Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is ' ' or '{')
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        Process.Dispose();
        _http.Dispose();
    }

    private bool IsReady(ref string answer, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Address(Port, "readyz"));
            using var response = _http.Send(request, cancellation);
            answer = ReadText(response, cancellation);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // It does not listen yet.
        }
    }

    private static Uri Address(int port, string path) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/{path}"));

    private static string ReadText(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var reader = new StreamReader(response.Content.ReadAsStream(cancellation));
        return reader.ReadToEnd();
    }
}
