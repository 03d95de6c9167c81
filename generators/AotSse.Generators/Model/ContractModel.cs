namespace AotSse.Generators.Model;

/// <summary>What clients are told of a stream besides its events.</summary>
/// <param name="Path">The route as a path with the names of its parameters alone: <c>/orders/{id}</c>.</param>
/// <param name="Description">The summary of the method's XML documentation.</param>
/// <param name="Parameters">What a client sends: those of the path in its order, then the others.</param>
/// <param name="Members">What the method says of those of its parameters that are members of the data.</param>
internal sealed record ContractModel(string Path, string? Description, EquatableArray<ContractParameter> Parameters, EquatableArray<MemberDescription> Members);

/// <summary>The XML documentation of a parameter that is a member of the data: not part of the payload, since it makes no difference to its bytes.</summary>
/// <param name="Name">Its name in code.</param>
/// <param name="Text">What is said of it.</param>
internal sealed record MemberDescription(string Name, string Text);

/// <summary>A parameter of a subscription.</summary>
/// <param name="Name">Its name in the request.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="IsRequired">Whether it must be sent.</param>
/// <param name="IsCatchAll">Whether it takes the rest of the path, with its slashes.</param>
/// <param name="Value">What it is: a scalar.</param>
/// <param name="Names">The names it may be, if it is an enum.</param>
/// <param name="Description">Its XML documentation.</param>
internal sealed record ContractParameter(
    string Name,
    ParameterPlace Place,
    bool IsRequired,
    bool IsCatchAll,
    ValueModel Value,
    EquatableArray<string> Names,
    string? Description);

/// <summary>Where a parameter of a subscription stands.</summary>
internal enum ParameterPlace
{
    /// <summary>In the path.</summary>
    Path,

    /// <summary>In the query.</summary>
    Query,

    /// <summary>In a header.</summary>
    Header,
}
