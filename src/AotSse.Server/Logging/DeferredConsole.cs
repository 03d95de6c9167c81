using System.Collections.Concurrent;

namespace AotSse.Server.Logging;

/// <summary>
/// The framework's console logger, made when the first line is written: a server that has nothing to say does not pay a sixth of its
/// start for it. Levels are filtered before, by the rules for <c>Console</c>. Thread-safe.
/// </summary>
[ProviderAlias("Console")]
internal sealed class DeferredConsole : ILoggerProvider
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

    public ILogger CreateLogger(string categoryName) => new Deferred(this, categoryName);

    /// <summary>Writes what is still queued.</summary>
    public void Dispose()
    {
        if (_console.IsValueCreated) _console.Value.Dispose();
    }

    private ILogger Console(string category) =>
        _loggers.GetOrAdd(category, static (name, console) => console.Value.CreateLogger(name), _console);

    private sealed class Deferred(DeferredConsole provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            // An exception is written as part of the text: its message may quote the request too.
            provider.Console(category).Log(logLevel, eventId, state, null, (s, _) => Secrets.Hide(exception is null ? formatter(s, null) : $"{formatter(s, exception)}\n{exception}"));
    }
}
