using System.Globalization;
using AotSse.Wire;
using Microsoft.AspNetCore.Http;

namespace AotSse.Hosting;

/// <summary>
/// Reads the parameters of a stream from the request, as generated endpoints ask for them, and remembers the first that is wrong.
/// Values are parsed with the invariant culture.
/// </summary>
/// <param name="context">The request.</param>
public struct RequestBinder(HttpContext context)
{
    private (string Source, string Name, string Problem)? _error;

    /// <summary>Whether a parameter was missing or could not be read: then answer with <see cref="RejectAsync"/>.</summary>
    public readonly bool Failed => _error is not null;

    /// <summary>A text from the route; <see langword="null"/> when the route has no value for it.</summary>
    public readonly string? Route(string name) =>
        // The server decodes all of the path but the slash, which would have ended the segment.
        ((string?)context.Request.RouteValues[name])?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>A text from the query; <see langword="null"/> when it is missing.</summary>
    public readonly string? Query(string name) => context.Request.Query[name];

    /// <summary>A text from a header; <see langword="null"/> when it is missing.</summary>
    public readonly string? Header(string name) => context.Request.Headers[name];

    /// <summary>The client's cursor: <c>Last-Event-ID</c>, else <c>?lastEventId=</c>, else <see langword="null"/>.</summary>
    public readonly string? LastEventId() => Handshake.LastEventId(context.Request);

    /// <summary>A text that must be there.</summary>
    /// <param name="value">What was found.</param>
    /// <param name="source">Where: <c>route value</c>, <c>query parameter</c> or <c>header</c>.</param>
    /// <param name="name">Its name there.</param>
    public string Required(string? value, string source, string name)
    {
        if (value is null) Fail(source, name, "is missing");
        return value ?? "";
    }

    /// <summary>A value that must be there.</summary>
    /// <inheritdoc cref="Required"/>
    public T Parse<T>(string? value, string source, string name) where T : IParsable<T>
    {
        if (value is null) Fail(source, name, "is missing");
        else if (!HasThousands<T>(value) && T.TryParse(value, CultureInfo.InvariantCulture, out var parsed)) return parsed;
        else Fail(source, name, $"is no valid {typeof(T).Name}");
        return default!;
    }

    /// <summary>A value that must be there, of a type that is not <see cref="IParsable{TSelf}"/>.</summary>
    /// <param name="value">What was found.</param>
    /// <param name="source">Where: <c>route value</c>, <c>query parameter</c> or <c>header</c>.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="parser">Makes the value.</param>
    public T Parse<T>(string? value, string source, string name, TextParser<T> parser)
    {
        ArgumentNullException.ThrowIfNull(parser);
        if (value is null) Fail(source, name, "is missing");
        else if (parser(value, out var parsed)) return parsed!;
        else Fail(source, name, $"is no valid {typeof(T).Name}");
        return default!;
    }

    /// <summary>A value that may be missing; if it is there it must be right.</summary>
    /// <inheritdoc cref="Required"/>
    public T? ParseOptional<T>(string? value, string source, string name) where T : struct, IParsable<T> =>
        value is null ? null : Parse<T>(value, source, name);

    /// <summary>The same for classes such as <see cref="System.Net.IPAddress"/>.</summary>
    /// <inheritdoc cref="Required"/>
    public T? ParseOptionalObject<T>(string? value, string source, string name) where T : class, IParsable<T> =>
        value is null ? null : Parse<T>(value, source, name);

    /// <summary>A value that may be missing; if it is there it must be right.</summary>
    /// <inheritdoc cref="Parse{T}(string?, string, string, TextParser{T})"/>
    public T? ParseOptional<T>(string? value, string source, string name, TextParser<T> parser) where T : struct =>
        value is null ? null : Parse(value, source, name, parser);

    /// <summary>The same for classes.</summary>
    /// <inheritdoc cref="Parse{T}(string?, string, string, TextParser{T})"/>
    public T? ParseOptionalObject<T>(string? value, string source, string name, TextParser<T> parser) where T : class =>
        value is null ? null : Parse(value, source, name, parser);

    /// <summary>The name, in any case, or the number of an enum value that must be there.</summary>
    /// <inheritdoc cref="Required"/>
    public T ParseEnum<T>(string? value, string source, string name) where T : struct, Enum
    {
        if (value is null) Fail(source, name, "is missing");
        else if (Enum.TryParse<T>(value, ignoreCase: true, out var parsed)) return parsed;
        else Fail(source, name, $"is no valid {typeof(T).Name}: use one of {string.Join(", ", Enum.GetNames<T>())}");
        return default;
    }

    /// <summary>An enum value that may be missing; if it is there it must be right.</summary>
    /// <inheritdoc cref="Required"/>
    public T? ParseEnumOptional<T>(string? value, string source, string name) where T : struct, Enum =>
        value is null ? null : ParseEnum<T>(value, source, name);

    /// <summary>A text from the route as a topic, or part of one.</summary>
    /// <param name="name">The route parameter.</param>
    public string Topic(string name)
    {
        var value = Route(name);
        if (FieldRules.IsValid(value)) return value!;
        Fail("route value", name, $"is no valid topic: it must be {FieldRules.Rule}");
        return "-";
    }

    /// <summary>Answers 400 with Problem Details that name the parameter.</summary>
    public readonly Task RejectAsync()
    {
        var (source, name, problem) = _error!.Value;
        return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "Bad Request", $"The {source} '{name}' {problem}.",
            json => json.WriteString("parameter"u8, name));
    }

    /// <summary>1,5 is 1.5 to half of the world and would be 15 here: better an error.</summary>
    private static bool HasThousands<T>(string value) => default(T) is decimal or double or float or Half && value.Contains(',', StringComparison.Ordinal);

    private void Fail(string source, string name, string problem) => _error ??= (source, name, problem);
}
