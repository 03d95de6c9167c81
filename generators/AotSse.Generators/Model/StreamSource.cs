namespace AotSse.Generators.Model;

/// <summary>What is generated for one method, as text: it is written once, however often the other methods of its type change.</summary>
/// <param name="Type">The type it stands in.</param>
/// <param name="Members">The members that do the work.</param>
/// <param name="Contract">The member that tells clients of it.</param>
/// <param name="UsesServices">Whether the members call extension methods of service providers.</param>
/// <param name="Experiments">The IDs of <c>[Experimental]</c> on what the members name.</param>
internal sealed record StreamSource(TypeModel Type, string Members, string Contract, bool UsesServices, EquatableArray<string> Experiments = default);

/// <summary>A type with all of its methods: two files. One for each method would cost Roslyn a comparison of each name with every other at every keystroke.</summary>
/// <param name="Type">The type.</param>
/// <param name="Streams">Its methods, in their order.</param>
internal sealed record TypeSource(TypeModel Type, EquatableArray<StreamSource> Streams)
{
    /// <summary>Names the generated file.</summary>
    public string HintName => $"{Type.MetadataName}.g.cs";

    /// <summary>Names the generated file with the contracts.</summary>
    public string ContractsHintName => $"{Type.MetadataName}.contracts.g.cs";
}
