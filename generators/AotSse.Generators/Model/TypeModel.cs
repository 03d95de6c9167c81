namespace AotSse.Generators.Model;

/// <summary>The type that declares streams.</summary>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="Declarations">The headers of its parts, outermost first: <c>partial class Prices</c>.</param>
/// <param name="Name">Its simple name.</param>
/// <param name="MetadataName">Namespace and name as part of file names, with <c>+</c> before the name of a nested type.</param>
/// <param name="FullName">Its name with <c>global::</c>.</param>
/// <param name="Hub">How its push methods reach the hub.</param>
/// <param name="Factory">The expression that makes it from a provider; none if it is not made by the generator.</param>
internal sealed record TypeModel(
    string Namespace,
    EquatableArray<string> Declarations,
    string Name,
    string MetadataName,
    string FullName,
    HubModel? Hub,
    string? Factory);

/// <summary>How the push methods of a type reach the hub.</summary>
/// <param name="Member">The member, or the primary constructor's parameter, that holds it.</param>
/// <param name="DeclaresField">Whether the generator declares the field.</param>
/// <param name="DeclaresConstructor">Whether the generator declares the constructor.</param>
/// <param name="CallsBase">Whether that constructor passes the hub on to one that the generator declares in the base type.</param>
/// <param name="SetsRequiredMembers">Whether it has to promise to set required members, of which the hub is one.</param>
internal sealed record HubModel(string Member, bool DeclaresField = false, bool DeclaresConstructor = false, bool CallsBase = false, bool SetsRequiredMembers = false);
