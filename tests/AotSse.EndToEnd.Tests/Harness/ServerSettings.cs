using System.Diagnostics;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>How to start the server. A null setting is not passed at all; every setting goes by the command line, except <see cref="Environment"/>.</summary>
internal sealed record ServerSettings
{
    /// <summary>Variables that would change the server from outside of the test that starts it.</summary>
    private static readonly string[] Foreign = ["PORT", "AOTSSE_", "ASPNETCORE_", "DOTNET_", "URLS", "HTTP_PORTS", "LOGGING__", "LISTEN_", "OTEL_"];

    /// <summary>0 lets the system pick a free port.</summary>
    public int? Port { get; init; } = 0;

    public string? Control { get; init; } = "http://127.0.0.1:0";

    public string? AllowedOrigins { get; init; }

    public int? HeartbeatSeconds { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> MoreArguments { get; init; } = [];

    /// <summary>The program and the arguments before those of the server.</summary>
    public IReadOnlyList<string> Launch { get; init; } = [NativeBinary.Path];

    /// <summary>The process, not started, with both of its outputs redirected.</summary>
    public Process CreateProcess()
    {
        var start = new ProcessStartInfo(Launch[0], Launch.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Anywhere but the repository: the binary must not live on a file that lies there.
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Where(IsForeign).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        foreach (var argument in Arguments())
            start.ArgumentList.Add(argument);
        return new Process { StartInfo = start };
    }

    private static bool IsForeign(string name) =>
        Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private IEnumerable<string> Arguments()
    {
        var options = new (string Name, string? Value)[]
        {
            ("--port", Port?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("--control", Control),
            ("--allowed-origins", AllowedOrigins),
            ("--heartbeat", HeartbeatSeconds?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        };
        return options.Where(option => option.Value is not null)
            .SelectMany(option => new[] { option.Name, option.Value! })
            .Concat(MoreArguments);
    }
}
