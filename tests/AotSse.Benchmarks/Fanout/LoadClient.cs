using System.Globalization;
using System.Text.Json;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Fanout;

/// <summary>The native program that subscribes, publishes and measures; see <c>Peers/load</c>.</summary>
internal sealed class LoadClient(Repository repository)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    // Building, connecting, warming up, draining: far above what a healthy run needs besides the measured time.
    private static readonly TimeSpan Overhead = TimeSpan.FromSeconds(90);

    private readonly string _executable = repository.PathOf("artifacts/bench/load/load");

    public void Build(CancellationToken cancellation) =>
        CBuild.Run(repository.PathOf("tests/AotSse.Benchmarks/Peers/load"), _executable, cancellation);

    public LoadResult Run(Peer peer, Work work, double seconds, int port, ServerProcess server, CancellationToken cancellation)
    {
        List<string> arguments =
        [
            "--work", work.LoadName,
            "--port", Text(port),
            "--publish-port", Text(peer.HasControlPort ? port + 1 : port),
            "--publish-path", peer.PublishPath,
            "--subscribers", Text(work.Subscribers),
            "--seconds", Text(seconds),
            "--settle", Text(work.SettleSeconds),
            "--pid", Text(server.Id),
        ];
        if (work.Rate > 0)
            arguments.AddRange(["--rate", Text(work.Rate), "--stalled", Text(work.Stalled), "--trickling", Text(work.Trickling)]);
        if (peer.PublishesOneByOne)
            arguments.Add("--one-by-one");
        if (peer.Collects)
            arguments.Add("--collects");

        return Run(arguments, work.Name, seconds, server, cancellation);
    }

    /// <summary>Runs it with arguments of one's own.</summary>
    /// <param name="arguments">See <c>Peers/load/main.c</c>.</param>
    /// <param name="work">What it does, for a failure.</param>
    /// <param name="seconds">The measured time.</param>
    /// <param name="server">The contestant.</param>
    /// <param name="cancellation">Ends it.</param>
    public LoadResult Run(IEnumerable<string> arguments, string work, double seconds, ServerProcess server, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Overhead + TimeSpan.FromSeconds(seconds));
        try
        {
            var (exitCode, output, errors) = Tool.Capture(_executable, arguments, deadline.Token);
            return exitCode == 0
                ? JsonSerializer.Deserialize<LoadResult>(output, Json)!
                : throw server.Failure($"{work}: {errors.Trim()}.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw server.Failure($"{work}: not done in time.");
        }
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
