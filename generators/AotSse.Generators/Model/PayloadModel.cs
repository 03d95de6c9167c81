namespace AotSse.Generators.Model;

/// <summary>How a value is written.</summary>
/// <param name="Kind">Which method of the frame writer.</param>
/// <param name="IsNullable">Whether it may be <see langword="null"/>.</param>
/// <param name="IsReference">Whether it is of a class, which needs no unwrapping.</param>
/// <param name="EnumType">The type an enum is written as.</param>
/// <param name="Members">The members of an object.</param>
/// <param name="Item">The data of an <c>SseItem</c>.</param>
/// <param name="HasItemFields">Whether this <c>SseItem</c> has an id and a reconnection time: it has since version 10.</param>
internal sealed record PayloadModel(
    PayloadKind Kind,
    bool IsNullable = false,
    bool IsReference = false,
    string? EnumType = null,
    EquatableArray<PayloadMember> Members = default,
    PayloadModel? Item = null,
    bool HasItemFields = false);

/// <summary>A member of an object.</summary>
/// <param name="JsonName">Its name in JSON, escaped.</param>
/// <param name="Name">Its name in code.</param>
/// <param name="Value">How its value is written.</param>
internal sealed record PayloadMember(string JsonName, string Name, PayloadModel Value);

/// <summary>The kinds of values.</summary>
internal enum PayloadKind
{
    /// <summary>Text as it is, in data lines.</summary>
    Text,

    /// <summary>UTF-8 bytes as they are, in data lines.</summary>
    Utf8,

    /// <summary>An <c>SseItem</c>.</summary>
    SseItem,

    /// <summary>A JSON object.</summary>
    Object,

    /// <summary>A JSON string.</summary>
    String,

    /// <summary>A JSON string of one character.</summary>
    Char,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary>A JSON number with the value of an enum.</summary>
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
}
