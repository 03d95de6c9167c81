namespace AotSse.Generators.Model;

/// <summary>A value inside of JSON: the payload itself, a member, an element, a key.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Type">Its type with <c>global::</c>, without <c>?</c>.</param>
/// <param name="IsNullable">Whether its declaration allows <see langword="null"/>.</param>
/// <param name="IsReference">Whether it is of a class: then it may be <see langword="null"/> at run time whatever its declaration says.</param>
/// <param name="Shape">The name of its shape, if it has one; enums have one too.</param>
/// <param name="Numbers">How numbers are written.</param>
internal sealed record ValueModel(
    ValueKind Kind,
    string Type = "",
    bool IsNullable = false,
    bool IsReference = false,
    string? Shape = null,
    NumberForm Numbers = NumberForm.Plain);

/// <summary>The kinds of values in JSON.</summary>
internal enum ValueKind
{
    /// <summary>A string.</summary>
    String,

    /// <summary>A string of one character.</summary>
    Char,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A number of any type.</summary>
    Number,

    /// <summary>A number with the value of an enum.</summary>
    Enum,

    /// <summary>A <c>Guid</c>.</summary>
    Guid,

    /// <summary>A <c>DateTime</c> or <c>DateTimeOffset</c>.</summary>
    DateTime,

    /// <summary>A <c>DateOnly</c>.</summary>
    Date,

    /// <summary>A <c>TimeOnly</c>.</summary>
    Time,

    /// <summary>A <c>TimeSpan</c>.</summary>
    TimeSpan,

    /// <summary>Bytes as Base64, in an array.</summary>
    ByteArray,

    /// <summary>Bytes as Base64, in a <c>Memory</c>.</summary>
    ByteMemory,

    /// <summary>UTF-8 bytes that are JSON already.</summary>
    RawJson,

    /// <summary>A <c>Uri</c>.</summary>
    Uri,

    /// <summary>A <c>Version</c>.</summary>
    Version,

    /// <summary>A <c>JsonElement</c>, <c>JsonNode</c> or <c>JsonDocument</c>: any JSON.</summary>
    JsonTree,

    /// <summary>What its shape says.</summary>
    Shape,
}

/// <summary>How numbers are written.</summary>
internal enum NumberForm
{
    /// <summary>As JSON numbers; NaN and infinity are errors.</summary>
    Plain,

    /// <summary>As strings.</summary>
    Text,

    /// <summary>As JSON numbers, but NaN and infinity as strings.</summary>
    Named,
}
