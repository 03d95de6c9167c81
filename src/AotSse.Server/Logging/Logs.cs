namespace AotSse.Server.Logging;

/// <summary>Where this server logs: warnings and worse, and what the replicated log tells, or what the variables <c>Logging__…</c> say, as in every app of ASP.NET Core.</summary>
internal static class Logs
{
    private const string Section = "Logging";

    /// <summary>Tells little, and nothing without a broker: when a node starts, how far it has got; then, when the broker comes and goes.</summary>
    private const string Replication = "AotSse.Replication";

    /// <summary>Without settings there is no need for what reads them.</summary>
    public static ILoggerFactory Create()
    {
        if (!AreSet()) return new DeferredConsole(static category => category == Replication ? LogLevel.Information : LogLevel.Warning);
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Warning).AddFilter(Replication, LogLevel.Information)
            .AddConfiguration(settings.GetSection(Section)).AddProvider(new DeferredConsole(static _ => LogLevel.Trace)));
    }

    private static bool AreSet()
    {
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
            if (name.StartsWith($"{Section}__", StringComparison.OrdinalIgnoreCase) || name.StartsWith($"{Section}:", StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
