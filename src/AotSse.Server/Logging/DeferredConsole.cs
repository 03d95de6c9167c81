using System.Collections.Concurrent;

namespace AotSse.Server.Logging;

/// <summary>
/// The framework's console logger, made when the first line is written: a server that has nothing to say does not pay a sixth of its
/// start for it. As a provider it leaves levels to the rules for <c>Console</c>; where there are none it is all of the logging, without the framework's factory,
/// which looks for its attribute by reflection. Thread-safe.
/// </summary>
/// <param name="leastOf">The lowest level of a category that is written.</param>
[ProviderAlias("Console")]
internal sealed class DeferredConsole(Func<string, LogLevel> leastOf) : ILoggerProvider, ILoggerFactory
{
    private readonly Lazy<ILoggerFactory> _console = new(static () => LoggerFactory.Create(static logging =>
    {
        // Standard output belongs to the line that says where the server listens.
        logging.SetMinimumLevel(LogLevel.Trace);
        logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddSimpleConsole(static format =>
        {
            format.SingleLine = true;
            format.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            format.UseUtcTimestamp = true;
        });
    }));

    private readonly ConcurrentDictionary<string, ILogger> _loggers = new(StringComparer.Ordinal);

    public ILogger CreateLogger(string categoryName) => new Deferred(this, categoryName, leastOf(categoryName));

    void ILoggerFactory.AddProvider(ILoggerProvider provider) => throw new NotSupportedException("This logs to the console alone.");

    /// <summary>Writes what is still queued.</summary>
    public void Dispose()
    {
        if (_console.IsValueCreated) _console.Value.Dispose();
    }

    private ILogger Console(string category) =>
        _loggers.GetOrAdd(category, static (name, console) => console.Value.CreateLogger(name), _console);

    private sealed class Deferred(DeferredConsole provider, string category, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && logLevel >= least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // An exception is written as part of the text: its message may quote the request too.
            if (IsEnabled(logLevel))
                provider.Console(category).Log(logLevel, eventId, state, null, (s, _) => Secrets.Hide(exception is null ? formatter(s, null) : $"{formatter(s, exception)}\n{exception}"));
        }
    }
}
