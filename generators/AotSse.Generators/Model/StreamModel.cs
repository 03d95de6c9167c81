using System.Globalization;

namespace AotSse.Generators.Model;

/// <summary>One declared method, as plain data: nothing of Roslyn survives the parser.</summary>
/// <param name="Type">The type it stands in.</param>
/// <param name="Route">The route pattern as written.</param>
/// <param name="RouteParameters">The parameters of the pattern.</param>
/// <param name="EventName">The <c>event</c> field, if it is fixed.</param>
/// <param name="Settings">What the attribute sets for the whole stream.</param>
/// <param name="Metadata">Expressions that make the other attributes of method and type: metadata of the endpoint.</param>
/// <param name="Method">The method's signature.</param>
/// <param name="Push">What a push method sends; none for a pull stream.</param>
/// <param name="Pull">What a pull stream yields; none for a push method.</param>
/// <param name="Contract">What clients are told of it.</param>
/// <param name="Experiments">The IDs of <c>[Experimental]</c> on what the method's signature names.</param>
internal sealed record StreamModel(
    TypeModel Type,
    string Route,
    EquatableArray<RouteParameter> RouteParameters,
    string? EventName,
    SettingsModel Settings,
    EquatableArray<string> Metadata,
    MethodModel Method,
    PushModel? Push,
    PullModel? Pull,
    ContractModel Contract,
    EquatableArray<string> Experiments = default);

/// <summary>A parameter of a route pattern.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsCatchAll">Whether it takes the rest of the path, with its slashes.</param>
/// <param name="IsOptional">Whether it may be missing.</param>
internal sealed record RouteParameter(string Name, bool IsCatchAll = false, bool IsOptional = false);

/// <summary>The settings of a stream; <see langword="null"/> is the default of the options.</summary>
internal sealed record SettingsModel(int? Retry, int? Heartbeat, int? Retain, int? RetainBytes, int? RetainSeconds, string? Lag)
{
    /// <summary>Each setting, by its name in the attribute.</summary>
    public static IReadOnlyList<(string Name, Func<SettingsModel, string?> Value)> All { get; } =
    [
        ("Retry", s => Text(s.Retry)), ("Heartbeat", s => Text(s.Heartbeat)), ("Retain", s => Text(s.Retain)), ("RetainBytes", s => Text(s.RetainBytes)),
        ("RetainSeconds", s => Text(s.RetainSeconds)), ("Lag", s => s.Lag),
    ];

    private static string? Text(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The signature of a declared method.</summary>
/// <param name="Name">Its name.</param>
/// <param name="UniqueName">The name from which those of its generated members are made: see <see cref="GeneratedMembers"/>.</param>
/// <param name="Modifiers">Accessibility and modifiers, in the order of the language.</param>
/// <param name="ReturnType">The return type with <c>global::</c>.</param>
/// <param name="IsStatic">Whether it is called without an instance.</param>
/// <param name="Parameters">The parameters as written in a declaration.</param>
/// <param name="NeedsDeclaration">Whether the generator writes the declaring part.</param>
internal sealed record MethodModel(
    string Name,
    string UniqueName,
    string Modifiers,
    string ReturnType,
    bool IsStatic,
    EquatableArray<ParameterModel> Parameters,
    bool NeedsDeclaration);

/// <summary>A parameter as it stands in a signature.</summary>
/// <param name="Name">Its name, with <c>@</c> where it is a keyword.</param>
/// <param name="Type">Its type with <c>global::</c>.</param>
/// <param name="Prefix"><c>params</c> and a space, or nothing.</param>
internal sealed record ParameterModel(string Name, string Type, string Prefix);

/// <summary>What a push method sends.</summary>
/// <param name="Topic">The parameters that select the topic, in the order of the route.</param>
/// <param name="Data">The payload.</param>
/// <param name="DataExpression">The parameter that is the payload; none when all parameters together are.</param>
/// <param name="Key">The parameters that say what the event is about.</param>
/// <param name="EventNameParameter">The parameter that names the event at run time.</param>
/// <param name="Returns">What the method gives back.</param>
internal sealed record PushModel(
    EquatableArray<TopicParameter> Topic,
    PayloadModel Data,
    string? DataExpression,
    EquatableArray<TopicParameter> Key,
    string? EventNameParameter,
    PushReturn Returns);

/// <summary>What a push method gives back.</summary>
internal enum PushReturn
{
    /// <summary>Nothing.</summary>
    Void,

    /// <summary><c>ValueTask</c>.</summary>
    Task,

    /// <summary><c>ValueTask&lt;PublishReceipt&gt;</c>.</summary>
    Receipt,
}

/// <summary>A method parameter that is part of a topic or of a key.</summary>
/// <param name="Name">Its name in code.</param>
/// <param name="RouteName">Its name in the route; empty for part of a key.</param>
/// <param name="Type">Its type with <c>global::</c>.</param>
/// <param name="Kind">How it becomes text.</param>
internal sealed record TopicParameter(string Name, string RouteName, string Type, TopicKind Kind);

/// <summary>How a route value becomes part of a topic.</summary>
internal enum TopicKind
{
    /// <summary>It is text.</summary>
    Text,

    /// <summary>It is formatted.</summary>
    Formatted,

    /// <summary>It is the name of an enum value.</summary>
    Enum,
}

/// <summary>What a pull stream yields.</summary>
/// <param name="ItemType">The type of an item with <c>global::</c>.</param>
/// <param name="Item">How it is written.</param>
/// <param name="Arguments">Where the arguments of the method come from, in order.</param>
internal sealed record PullModel(string ItemType, PayloadModel Item, EquatableArray<ArgumentModel> Arguments);
