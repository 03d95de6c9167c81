using System.Security.Cryptography;

namespace AotSse.Server.Configuration;

/// <summary>What can be wrong with a file that is read while the server runs, and what is logged of it.</summary>
internal static partial class Reloaded
{
    public static bool IsFileError(Exception error) => error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    [LoggerMessage(1, LogLevel.Information, "Read {Files} again.")]
    public static partial void ReadAgain(ILogger logger, string files);

    [LoggerMessage(2, LogLevel.Error, "{Files} changed and cannot be read, so the old version stays in force: {Error}")]
    public static partial void CannotRead(ILogger logger, string files, string error);
}

/// <summary>
/// Something read from files, and read again when they change. They are looked at when the value is asked for, at most once a second: that
/// works with links and mounted secrets too, of which watchers hear nothing. A new version that cannot be read leaves the old in force. Thread-safe.
/// </summary>
/// <typeparam name="T">What is read.</typeparam>
internal sealed class Reloaded<T> where T : class
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly string[] _files;
    private readonly string _names;
    private readonly Func<T> _read;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();

    // Written under _gate.
    private volatile T _value;
    private string _state;
    private long _lookedAt;

    /// <summary>Reads for the first time; what fails is thrown.</summary>
    public Reloaded(string[] files, Func<T> read, TimeProvider time)
    {
        _files = files;
        _names = string.Join(", ", files);
        _read = read;
        _time = time;
        _state = State();
        _value = read();
        _lookedAt = time.GetTimestamp();
    }

    /// <summary>The newest version that could be read.</summary>
    /// <param name="logger">Hears of one that could not.</param>
    public T Value(Lazy<ILogger> logger)
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= LookAgain && _gate.TryEnter())
        {
            try
            {
                Look(logger);
            }
            finally
            {
                _gate.Exit();
            }
        }

        return _value;
    }

    private void Look(Lazy<ILogger> logger)
    {
        Volatile.Write(ref _lookedAt, _time.GetTimestamp());
        try
        {
            var state = State();
            if (state == _state) return;

            _state = state;
            _value = _read();
            Reloaded.ReadAgain(logger.Value, _names);
        }
        catch (Exception wrong) when (Reloaded.IsFileError(wrong))
        {
            Reloaded.CannotRead(logger.Value, _names, SettingText.OneLine(wrong.Message));
        }
    }

    /// <summary>Changes whenever a file is written or replaced, be it behind a link.</summary>
    private string State() => string.Join('|', _files.Select(static file =>
    {
        var target = (FileInfo?)File.ResolveLinkTarget(file, returnFinalTarget: true) ?? new FileInfo(file);
        return $"{target.FullName}:{target.LastWriteTimeUtc.Ticks}:{(target.Exists ? target.Length : -1)}";
    }));
}
