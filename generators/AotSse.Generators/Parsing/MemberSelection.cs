using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>A property or field that is written.</summary>
/// <param name="Symbol">The member.</param>
/// <param name="Type">Its type.</param>
/// <param name="JsonName">Its name in JSON.</param>
/// <param name="IsHidden">Whether its name alone means another member.</param>
internal sealed record SelectedMember(ISymbol Symbol, ITypeSymbol Type, string JsonName, bool IsHidden)
{
    /// <summary>Whether it keeps its name, but is not written: it is ignored, or cannot be read.</summary>
    public bool IsIgnored => JsonAttributes.ConditionOf(Symbol, Type) is null;

    /// <summary>Whether it can be read at all.</summary>
    public bool IsReadable => Symbol is IFieldSymbol || (Symbol is IPropertySymbol { GetMethod: { } getter } && (getter.DeclaredAccessibility == Accessibility.Public || IsIncluded));

    /// <summary>Whether what it holds stands in the object itself, behind all members.</summary>
    public bool IsExtension => Symbol.Json("JsonExtensionData") is not null;

    private bool IsIncluded => Symbol.Json("JsonInclude") is not null;
}

/// <summary>
/// Which members an object has in JSON, and in which order: public properties, and what <c>[JsonInclude]</c> marks; of each type the properties before the
/// fields, derived types before their bases (<see cref="TypeHierarchy"/>); then by <c>[JsonPropertyOrder]</c>. Of two members with one name the most derived wins.
/// </summary>
internal static class MemberSelection
{
    /// <param name="type">The type.</param>
    /// <param name="clashes">Members whose name another has already, which is an error.</param>
    public static IEnumerable<SelectedMember> Of(INamedTypeSymbol type, out IReadOnlyList<SelectedMember> clashes)
    {
        var members = new List<SelectedMember>();
        var wrong = new List<SelectedMember>();
        var ignored = new Dictionary<string, ISymbol>(StringComparer.Ordinal);
        var hierarchy = TypeHierarchy.Of(type);
        foreach (var t in hierarchy)
        {
            var declared = t.GetMembers();
            foreach (var property in declared.OfType<IPropertySymbol>()) Add(property, property.Type);
            foreach (var field in declared.OfType<IFieldSymbol>()) Add(field, field.Type);
        }

        clashes = wrong;
        return members.Where(member => !member.IsIgnored && member.IsReadable).OrderBy(member => member.IsExtension).ThenBy(member => OrderOf(member.Symbol));

        void Add(ISymbol symbol, ITypeSymbol memberType)
        {
            if (!IsMember(symbol) || (ignored.TryGetValue(symbol.Name, out var hiding) && IsOverridden(symbol, hiding))) return;
            var name = symbol.Json("JsonPropertyName")?.ConstructorArguments[0].Value as string ?? JsonNaming.CamelCase(symbol.Name);
            var member = new SelectedMember(symbol, memberType, name, IsHidden(symbol));
            var index = members.FindIndex(other => string.Equals(other.JsonName, name, StringComparison.OrdinalIgnoreCase));
            if (index < 0) members.Add(member);
            else if (members[index].IsIgnored) members[index] = member;
            else if (!member.IsIgnored && !Hides(members[index].Symbol, symbol) && !(ignored.TryGetValue(symbol.Name, out var above) && Hides(above, symbol))) wrong.Add(member);
            if (member.IsIgnored) ignored[symbol.Name] = symbol;
        }

        // A more derived type has it too, or an interface beside it: then the name alone does not mean it.
        bool IsHidden(ISymbol symbol) => hierarchy.Any(t => !symbol.ContainingType.Hides(t) && !t.GetMembers(symbol.Name).IsEmpty);
    }

    private static bool IsMember(ISymbol symbol)
    {
        if (symbol.IsStatic || symbol.IsImplicitlyDeclared && symbol is IFieldSymbol) return false;
        var isIncluded = symbol.Json("JsonInclude") is not null;
        return symbol switch
        {
            IPropertySymbol { IsIndexer: true } => false,
            IPropertySymbol property => isIncluded || property.GetMethod?.DeclaredAccessibility == Accessibility.Public || property.SetMethod?.DeclaredAccessibility == Accessibility.Public,
            _ => isIncluded,
        };
    }

    /// <summary>Whether a property is what an ignored one overrides.</summary>
    private static bool IsOverridden(ISymbol symbol, ISymbol ignored) =>
        symbol is IPropertySymbol { IsVirtual: true } or IPropertySymbol { IsOverride: true } or IPropertySymbol { IsAbstract: true } && ignored is IPropertySymbol { IsOverride: true };

    private static bool Hides(ISymbol member, ISymbol other) => member.Name == other.Name && member.ContainingType.Hides(other.ContainingType);

    private static int OrderOf(ISymbol symbol) => symbol.Json("JsonPropertyOrder") is { ConstructorArguments: [{ Value: int order }] } ? order : 0;
}
