namespace AotSse.Server.Logging;

/// <summary>Where this server logs: warnings and worse, or what the variables <c>Logging__…</c> say, as in every app of ASP.NET Core.</summary>
internal static class Logs
{
    private const string Section = "Logging";

    /// <summary>Without settings there is no need for what reads them.</summary>
    public static ILoggerFactory Create()
    {
        if (!AreSet()) return new DeferredConsole(LogLevel.Warning);
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConfiguration(settings.GetSection(Section)).AddProvider(new DeferredConsole(LogLevel.Trace)));
    }

    private static bool AreSet()
    {
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
            if (name.StartsWith($"{Section}__", StringComparison.OrdinalIgnoreCase) || name.StartsWith($"{Section}:", StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
