using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>A property or field that is written.</summary>
/// <param name="Symbol">The member.</param>
/// <param name="Type">Its type.</param>
/// <param name="JsonName">Its name in JSON.</param>
/// <param name="IsHidden">Whether a more derived type has a member of the same name.</param>
internal sealed record SelectedMember(ISymbol Symbol, ITypeSymbol Type, string JsonName, bool IsHidden)
{
    /// <summary>Whether it keeps its name, but is not written: it is ignored, or cannot be read.</summary>
    public bool IsIgnored => JsonAttributes.ConditionOf(Symbol, Type) is null;

    /// <summary>Whether it can be read at all.</summary>
    public bool IsReadable => Symbol is IFieldSymbol || (Symbol is IPropertySymbol { GetMethod: { } getter } && (getter.DeclaredAccessibility == Accessibility.Public || IsIncluded));

    private bool IsIncluded => Symbol.Json("JsonInclude") is not null;
}

/// <summary>
/// Which members an object has in JSON, and in which order: public properties, and what <c>[JsonInclude]</c> marks; of each type the properties before the
/// fields, derived types before their bases; then by <c>[JsonPropertyOrder]</c>. Of two members with one name the most derived wins.
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
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var t = type; t is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; t = t.BaseType)
        {
            var declared = t.GetMembers();
            foreach (var property in declared.OfType<IPropertySymbol>()) Add(property, property.Type);
            foreach (var field in declared.OfType<IFieldSymbol>()) Add(field, field.Type);
            foreach (var member in declared) seen.Add(member.Name);
        }

        clashes = wrong;
        return members.Where(member => !member.IsIgnored && member.IsReadable).OrderBy(member => OrderOf(member.Symbol));

        void Add(ISymbol symbol, ITypeSymbol memberType)
        {
            if (!IsMember(symbol) || (ignored.TryGetValue(symbol.Name, out var hiding) && IsOverridden(symbol, hiding))) return;
            var name = symbol.Json("JsonPropertyName")?.ConstructorArguments[0].Value as string ?? JsonNaming.CamelCase(symbol.Name);
            var member = new SelectedMember(symbol, memberType, name, seen.Contains(symbol.Name));
            var index = members.FindIndex(other => string.Equals(other.JsonName, name, StringComparison.OrdinalIgnoreCase));
            if (index < 0) members.Add(member);
            else if (members[index].IsIgnored) members[index] = member;
            else if (!member.IsIgnored && members[index].Symbol.Name != symbol.Name && !ignored.ContainsKey(symbol.Name)) wrong.Add(member);
            if (member.IsIgnored) ignored[symbol.Name] = symbol;
        }
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

    private static int OrderOf(ISymbol symbol) => symbol.Json("JsonPropertyOrder") is { ConstructorArguments: [{ Value: int order }] } ? order : 0;
}
