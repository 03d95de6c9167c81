namespace AotSse.Generators.Model;

/// <summary>What registration and mapping need to know of a stream: nothing of its payload, so that editing one leaves them as they are.</summary>
/// <param name="TypeName">The declaring type with <c>global::</c>.</param>
/// <param name="MethodName">The declaring method.</param>
/// <param name="Factory">The expression that makes the type, if the method needs an instance.</param>
/// <param name="Route">The route pattern.</param>
/// <param name="Settings">The settings of the attribute.</param>
/// <param name="Metadata">Expressions for the endpoint's metadata.</param>
/// <param name="Endpoint">The endpoint method of a pull stream.</param>
/// <param name="Topic">The topic parameters of a push method; none for a pull stream.</param>
/// <param name="Contract">The property with what clients are told of it.</param>
/// <param name="Experiments">The IDs of <c>[Experimental]</c> on what the registration names.</param>
internal sealed record Registration(
    string TypeName,
    string MethodName,
    string? Factory,
    string Route,
    SettingsModel Settings,
    EquatableArray<string> Metadata,
    string? Endpoint,
    EquatableArray<TopicParameter>? Topic,
    string Contract,
    EquatableArray<string> Experiments)
{
    /// <summary>What of a method is registered.</summary>
    public static Registration Of(StreamModel stream) => new(
        stream.Type.FullName,
        stream.Method.Name,
        stream.Method.IsStatic ? null : stream.Type.Factory,
        stream.Route,
        stream.Settings,
        stream.Metadata,
        stream.Push is null ? GeneratedMembers.Endpoint(stream.Method.UniqueName) : null,
        stream.Push?.Topic,
        GeneratedMembers.Contract(stream.Method.UniqueName),
        stream.Experiments);
}
