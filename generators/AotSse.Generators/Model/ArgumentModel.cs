namespace AotSse.Generators.Model;

/// <summary>Where an argument of a pull method comes from.</summary>
/// <param name="Name">The parameter in code.</param>
/// <param name="Type">Its type with <c>global::</c>, without <c>?</c>.</param>
/// <param name="Source">Where its value is.</param>
/// <param name="SourceName">The name there: of a route value, query parameter, header or service key.</param>
/// <param name="Parse">How text becomes the value.</param>
/// <param name="IsOptional">Whether it may be missing.</param>
/// <param name="Default">The expression for a missing value, if there is one.</param>
/// <param name="Parser">The delegate that parses the text, where the type does not by <c>IParsable</c>.</param>
internal sealed record ArgumentModel(string Name, string Type, ArgumentSource Source, string SourceName, ArgumentParse Parse, bool IsOptional, string? Default, string? Parser = null);

/// <summary>Where the value of an argument is.</summary>
internal enum ArgumentSource
{
    /// <summary>The token that ends the stream.</summary>
    Cancellation,

    /// <summary>The <c>HttpContext</c>.</summary>
    Context,

    /// <summary>The <c>ClaimsPrincipal</c>.</summary>
    User,

    /// <summary>The client's cursor.</summary>
    LastEventId,

    /// <summary>A route value.</summary>
    Route,

    /// <summary>A query parameter.</summary>
    Query,

    /// <summary>A header.</summary>
    Header,

    /// <summary>A service of the request.</summary>
    Service,

    /// <summary>A service with a key.</summary>
    KeyedService,
}

/// <summary>How text becomes a value.</summary>
internal enum ArgumentParse
{
    /// <summary>It stays text.</summary>
    Text,

    /// <summary>By <c>IParsable</c> or by the parser given.</summary>
    Value,

    /// <summary>By <c>IParsable</c> or by the parser given, to an instance of a class.</summary>
    Object,

    /// <summary>By the names of an enum.</summary>
    Enum,
}
