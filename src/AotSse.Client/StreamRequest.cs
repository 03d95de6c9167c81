using System.Globalization;
using System.Text;

namespace AotSse.Client;

/// <summary>
/// The address of a stream and what goes along with it, put together as the server takes it apart: values in the invariant culture, escaped. It is relative to
/// <see cref="HttpClient.BaseAddress"/>. Not thread-safe while it is being built.
/// </summary>
/// <param name="path">How the path begins, without a slash, escaped already.</param>
public sealed class StreamRequest(string path = "")
{
    private readonly StringBuilder _address = new(path);
    private readonly List<KeyValuePair<string, string>> _headers = [];
    private bool _hasQuery;

    /// <summary>The address, relative to that of the client.</summary>
    public string Address => _address.ToString();

    /// <summary>Headers of the request, in the order in which they were added.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>The position to go on from, if it is known: an event's <see cref="StreamEvent.EventId"/>.</summary>
    public string? After { get; init; }

    /// <summary>How often the server sends a heartbeat, if the contract says so. A silence of less than twice this time is none.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>Appends text that is part of the pattern, escaped already.</summary>
    public StreamRequest Literal(string text)
    {
        _address.Append(text);
        return this;
    }

    /// <summary>Appends the value of a route parameter; <see langword="null"/> leaves an optional one out.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The parameter.</param>
    /// <exception cref="ArgumentException">It is empty, <c>.</c> or <c>..</c>, which no address can hold.</exception>
    public StreamRequest Route<T>(T value, string name)
    {
        if (value is null) return this;
        var text = TextOf(value);
        if (text is "" or "." or "..") throw new ArgumentException($"The route value '{name}' must not be empty, '.' or '..': an address cannot hold it.", name);
        _address.Append(Uri.EscapeDataString(text));
        return this;
    }

    /// <summary>Appends the value of a catch-all parameter, whose slashes stay.</summary>
    /// <inheritdoc cref="Route"/>
    public StreamRequest CatchAll<T>(T value, string name)
    {
        if (value is null) return this;
        var segments = TextOf(value).Split('/');
        if (segments.Any(segment => segment is "." or "..")) throw new ArgumentException($"The route value '{name}' must not contain the segments '.' or '..': an address cannot hold them.", name);
        _address.AppendJoin('/', segments.Select(Uri.EscapeDataString));
        return this;
    }

    /// <summary>Adds a query parameter; <see langword="null"/> adds none.</summary>
    public StreamRequest Query<T>(string name, T value)
    {
        if (value is null) return this;
        _address.Append(_hasQuery ? '&' : '?').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(TextOf(value)));
        _hasQuery = true;
        return this;
    }

    /// <summary>Adds a header; <see langword="null"/> adds none.</summary>
    public StreamRequest Header<T>(string name, T value)
    {
        if (value is not null) _headers.Add(new(name, TextOf(value)));
        return this;
    }

    private static string TextOf<T>(T value) => value switch
    {
        string text => text,
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value!.ToString() ?? "",
    };
}
