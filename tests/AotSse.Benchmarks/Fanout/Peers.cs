using System.Runtime.InteropServices;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Fanout;

/// <summary>All contestants of the fan-out, in the order of the tables.</summary>
internal static class Peers
{
    public const string Bound = "bound";
    public const string Ours = "ours";
    public const string Library = "library";
    public const string Hyper = "hyper";
    public const string Go = "go";
    public const string Nchan = "nchan";
    public const string Node = "node";
    public const string TypedResults = "typed";

    public static readonly string[] Names = [Bound, Ours, Library, Hyper, Go, Nchan, Node, TypedResults];

    private static string NativeRid => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    public static Peer Create(string name, Repository repository)
    {
        var build = new PeerBuild(name, repository);
        return name switch
        {
            Bound => new Peer
            {
                About = "one C thread, epoll and non-blocking `send` on a shared log: what the kernel itself costs",
                Process = build.Native("C send loop", "bound", build.C()),
            },
            Ours => new Peer
            {
                About = "`src/AotSse.Server`, native AOT; an event is a POST on its control listener",
                Process = build.Native("AotSse server", "aotsse", build.DotNet("src/AotSse.Server/AotSse.Server.csproj", "-r", NativeRid),
                    port => [$"PORT={port}", $"AOTSSE_CONTROL=http://127.0.0.1:{port + 1}"]),
                IsOurs = true,
                PublishPath = "/stream/",
                PublishesOneByOne = true,
                HasControlPort = true,
            },
            Library => new Peer
            {
                About = "an app on the library (`Peers/AotSseSelf`), native AOT: publishes a batch by one call of the generated method for each event",
                Process = build.Native("AotSse library", "AotSseSelf", build.DotNet("tests/AotSse.Benchmarks/Peers/AotSseSelf/AotSseSelf.csproj", "-r", NativeRid), Urls),
                IsOurs = true,
                Collects = true,
            },
            Hyper => new Peer
            {
                About = "Rust, hyper 0.14 on tokio's threaded runtime, a `broadcast` channel for each topic, what has gathered in one piece",
                Process = build.Native("Rust hyper", "target/release/hyper-peer", build.Cargo()),
            },
            Go => new Peer
            {
                About = "`net/http`, a bounded channel for each subscriber, a flush when it is empty",
                Process = build.Native("Go net/http", "go-peer", build.Go("go-peer")),
                Collects = true,
            },
            Nchan => new Peer
            {
                About = "nchan in nginx, one process; takes one event by POST",
                Process = build.Nginx("nginx nchan"),
                PublishPath = "/publish/",
                PublishesOneByOne = true,
            },
            Node => new Peer
            {
                About = "`http`, one write for each subscriber and batch",
                Process = build.Node("Node http"),
                Collects = true,
            },
            TypedResults => new Peer
            {
                About = "ASP.NET Core 10's `TypedResults.ServerSentEvents`, a bounded channel for each subscriber, on the JIT, as `dotnet new webapi` builds it",
                Process = build.Native("TypedResults", "TypedResults", build.DotNet("tests/AotSse.Benchmarks/Peers/TypedResults/TypedResults.csproj"), Urls),
                Collects = true,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };
    }

    private static string[] Urls(int port) => [$"ASPNETCORE_URLS=http://127.0.0.1:{port}"];
}
