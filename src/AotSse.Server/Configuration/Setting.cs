namespace AotSse.Server.Configuration;

/// <summary>One thing that can be set, by the environment or by the option of the same meaning, which wins.</summary>
/// <param name="Option">The command-line option.</param>
/// <param name="Variable">The environment variable.</param>
/// <param name="Default">What holds without either, as it is read.</param>
/// <param name="Description">What it does, for <c>--help</c>.</param>
/// <param name="ShownDefault">The default as <c>--help</c> tells it, where it depends on others.</param>
internal sealed record Setting(string Option, string Variable, string Default, string Description, string? ShownDefault = null)
{
    public static readonly Setting Port = new("--port", "PORT", "4000", "Port for subscribers, on all interfaces; 0 takes a free one.");

    public static readonly Setting Control = new("--control", "AOTSSE_CONTROL", "http://127.0.0.1:4001",
        "Where to publish: an http URL with a loopback address, or unix:<file>; empty turns publishing off.");

    public static readonly Setting AllowedOrigins = new("--allowed-origins", "AOTSSE_ALLOWED_ORIGINS", "",
        "Origins whose pages may subscribe, separated by commas.", "http://127.0.0.1:{port},http://localhost:{port}");

    public static readonly Setting Heartbeat = new("--heartbeat", "AOTSSE_HEARTBEAT", "15", "Seconds of silence after which a stream carries a comment.");

    public static IReadOnlyList<Setting> All { get; } = [Port, Control, AllowedOrigins, Heartbeat];
}
