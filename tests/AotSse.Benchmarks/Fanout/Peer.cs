using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Fanout;

/// <summary>A contestant of the fan-out: a server with <c>GET /stream/{topic}</c>, and how events are published to it.</summary>
internal sealed class Peer
{
    public required Contestant Process { get; init; }

    /// <summary>What it is, for the document.</summary>
    public required string About { get; init; }

    public string Name => Process.Name;

    public string Title => Process.Title;

    /// <summary>Whether the goals of the project are judged on it.</summary>
    public bool IsOurs { get; init; }

    public string PublishPath { get; init; } = "/publish";

    /// <summary><see langword="true"/>: <c>POST {PublishPath}{topic}</c> with one event; otherwise <c>POST {PublishPath}</c> with a line <c>topic data</c> for each.</summary>
    public bool PublishesOneByOne { get; init; }

    /// <summary>Whether it publishes on a listener of its own, on the port after the public one.</summary>
    public bool HasControlPort { get; init; }

    /// <summary>Whether <c>GET /gc</c> makes it collect its garbage.</summary>
    public bool Collects { get; init; }
}
