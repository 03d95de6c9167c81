using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using AotSse.Benchmarks.Fanout;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Publish;

/// <summary>The command <c>publish</c>: how many events a second one publisher gets rid of.</summary>
internal static class PublishCommand
{
    private const double LinesGoal = 100_000;
    private const double StartSeconds = 10;

    public static int Run(string[] arguments) =>
        Command.Run(arguments, PublishOptions.Usage, cancellation => Compare(PublishOptions.Parse(arguments), cancellation));

    private static void Compare(PublishOptions options, CancellationToken cancellation)
    {
        var repository = Repository.Find();
        var (ours, nchan) = (Peers.Create(Peers.Ours, repository), Peers.Create(Peers.Nchan, repository));
        foreach (var peer in new[] { ours, nchan })
        {
            if (options.Publish) peer.Process.ThrowIfSourceIsMissing();
            if (options.Publish) peer.Process.Publish(cancellation);
            peer.Process.ThrowIfNotPublished();
        }

        var machine = Machine.Describe();
        Way[] ways = [new(ours, isBatch: true), new(ours, isBatch: false), new(nchan, isBatch: false)];
        var ports = new LoopbackPorts();
        for (var round = 0; round < options.Rounds; round++)
        {
            // Reversed in every other round: nobody always follows the same one.
            foreach (var way in round % 2 == 0 ? ways : ways.Reverse())
            {
                cancellation.ThrowIfCancellationRequested();
                MeasureAsync(way, ports.NextPair(), cancellation).GetAwaiter().GetResult();
            }
        }

        Console.WriteLine($"machine  {machine}");
        Console.WriteLine($"rounds   {options.Rounds}, each in a fresh process, the order alternating; medians");
        Console.WriteLine($"repeat   dotnet run -c Release --project tests/AotSse.Benchmarks -- publish --rounds {options.Rounds}");
        Console.WriteLine();
        TextTable.Print([["one connection, no subscriber", "events/s", "goals"], .. ways.Select(way => Row(way, peer: ways[^1]))], Console.Out);
    }

    private static string[] Row(Way way, Way peer)
    {
        var median = way.EventsPerSecond.Median;
        var goal = way.IsBatch ? $"goal >= {Text(LinesGoal)}: {(median >= LinesGoal ? "met" : "MISSED")}"
            : way != peer ? string.Create(CultureInfo.InvariantCulture, $"{way.EventsPerSecond.PairedRatioTo(peer.EventsPerSecond):0.00} of nchan")
            : "";
        return [way.Title, Text(median), goal];

        static string Text(double count) => count.ToString("#,0", CultureInfo.InvariantCulture);
    }

    private static async Task MeasureAsync(Way way, int port, CancellationToken cancellation)
    {
        using var server = ServerProcess.Start(way.Peer.Process, port);
        var publishing = port + (way.Peer.HasControlPort ? 1 : 0);
        await StartedAsync(server, publishing, cancellation);

        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1 };
        using var client = new HttpClient(handler);
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{publishing}{way.Peer.PublishPath}topic"));

        // The first opens the connection and finds the code on both sides.
        await way.PublishAsync(client, address, cancellation);
        var begin = Stopwatch.GetTimestamp();
        await way.PublishAsync(client, address, cancellation);
        way.EventsPerSecond.Add(way.Events / Stopwatch.GetElapsedTime(begin).TotalSeconds);
    }

    private static async Task StartedAsync(ServerProcess server, int port, CancellationToken cancellation)
    {
        for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin).TotalSeconds < StartSeconds; await Task.Delay(10, cancellation))
        {
            if (server.HasExited()) throw server.Failure("It has ended.");
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await probe.ConnectAsync("127.0.0.1", port, cancellation);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }

        throw server.Failure($"It does not listen on port {port} after {StartSeconds} s.");
    }
}
