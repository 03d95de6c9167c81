using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Decides how an object is made of its JSON: which constructor, and which members are set how. By the rules of <c>JsonSerializer</c>, and it takes more structs.</summary>
internal static class ReadObjects
{
    /// <summary><c>JsonObjectCreationHandling.Populate</c>.</summary>
    private const int Populate = 1;

    public static ReadType? Parse(string name, string plain, INamedTypeSymbol type, string path, ReadParser parser)
    {
        var isUnion = UnionParser.IsUnion(type);
        if (type.IsAbstract && !isUnion)
            return parser.Refuse(path, type, $"{(type.TypeKind == TypeKind.Interface ? "an interface" : "an abstract class")} does not say what to make of the JSON: list what it may be by [JsonDerivedType], or use a class that is not abstract");
        if (isUnion)
        {
            foreach (var derived in type.GetAttributes().Where(a => a.AttributeClass.Is(Names.JsonAttributes + ".JsonDerivedTypeAttribute")))
                if (derived.ConstructorArguments is [{ Value: INamedTypeSymbol found }, ..] && !SymbolEqualityComparer.Default.Equals(found, type)) parser.Parse(found, $"{path}({found.Name})");
        }

        var selected = MemberSelection.Of(type, out _).ToList();
        if (selected.FirstOrDefault(member => JsonAttributes.ConverterOf(member.Symbol) is not null || JsonAttributes.Unknown(member.Symbol) is not null) is { } odd)
            return parser.Refuse($"{path}.{odd.Symbol.Name}", odd.Type, $"its attributes say that only a converter knows how: {parser.Remedy(type)}");

        if (IsFilled(type) || selected.Exists(member => IsFilled(member.Symbol)))
            return parser.Refuse(path, type, $"[JsonObjectCreationHandling] says that what a new object holds is filled, which generated code does not: give its members setters and remove the attribute, or {parser.Remedy(type)}");

        var canCreate = !type.IsAbstract;
        var constructor = canCreate ? ConstructorOf(type, selected, parser.Within) : null;
        if (canCreate && constructor is null && !type.IsValueType)
            return parser.Refuse(path, type, $"it has neither a public constructor without parameters nor a single other one: mark one with [JsonConstructor], or {parser.Remedy(type)}");

        var arguments = new List<ReadArgument>();
        foreach (var parameter in constructor?.Parameters ?? [])
        {
            var member = selected.Find(m => IsSame(m, parameter));
            if (member is null && !parameter.HasExplicitDefaultValue && !IsIgnored(type, parameter))
                return parser.Refuse($"{path}({parameter.Name})", parameter.Type, $"no member with this name and type is in the JSON that the constructor could get it from: {parser.Remedy(type)}");
            arguments.Add(new ReadArgument(member?.Symbol.Name.Escaped(), DefaultValues.Of(parameter)));
        }

        var setsRequired = constructor?.Attribute("System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute") is not null;
        if (canCreate && !setsRequired && Lost(type, selected) is { } lost)
            return parser.Refuse($"{path}.{lost.Name}", type, $"it is required, but not in the JSON: {parser.Remedy(type)}");

        var members = new List<ReadMember>();
        foreach (var member in selected)
        {
            var isArgument = constructor?.Parameters.Any(parameter => IsSame(member, parameter)) == true;
            if (SetOf(member, isArgument, setsRequired, parser.Within) is not { } set)
            {
                if (IsLost(member)) parser.Refuse($"{path}.{member.Symbol.Name}", member.Type, "[JsonInclude] says that it is read, but the generated code cannot see its setter: make that init, internal or public, or give the constructor a parameter for it");
                continue;
            }

            if (member.IsExtension && set != ReadSet.Assign)
                return parser.Refuse($"{path}.{member.Symbol.Name}", member.Type, $"[JsonExtensionData] is filled after the object is made: give it a setter, or {parser.Remedy(type)}");
            parser.Table.Experiments.Note(member.Symbol);
            parser.Parse(member.Type, $"{path}.{member.Symbol.Name}");
            members.Add(new ReadMember(
                member.Symbol.Name.Escaped(), member.JsonName, ReadParser.Plain(member.Type), ReadParser.Plain(member.Symbol.ContainingType), set, ReadParser.MemberConverter(member.Symbol, member.Type), member.IsExtension));
        }

        return new ReadObject(name, plain, canCreate, type.IsValueType, arguments.ToEquatable(), members.ToEquatable());
    }

    private static IMethodSymbol? ConstructorOf(INamedTypeSymbol type, List<SelectedMember> members, INamedTypeSymbol within)
    {
        var visible = type.InstanceConstructors.Where(c => c.IsVisibleTo(within)).ToList();
        if (visible.Find(c => c.Json("JsonConstructor") is not null) is { } marked) return marked;
        var open = visible.Where(c => c.DeclaredAccessibility == Accessibility.Public).ToList();
        var empty = open.Find(c => c.Parameters.IsEmpty);
        var full = open.Where(c => !c.Parameters.IsEmpty).ToList();
        if (!type.IsValueType) return empty ?? (full.Count == 1 ? full[0] : null);

        // A struct can always be made without arguments, which may leave members that cannot be set later.
        return full.Count == 1 && full[0].Parameters.All(p => members.Exists(m => IsSame(m, p))) ? full[0] : null;
    }

    private static bool IsSame(SelectedMember member, IParameterSymbol parameter) =>
        string.Equals(member.Symbol.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) && SymbolEqualityComparer.Default.Equals(member.Type, parameter.Type);

    private static bool IsIgnored(INamedTypeSymbol type, IParameterSymbol parameter) =>
        type.GetMembers().Any(member => string.Equals(member.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) && member.Json("JsonIgnore") is not null);

    /// <summary>A required member that has no value.</summary>
    private static ISymbol? Lost(INamedTypeSymbol type, List<SelectedMember> selected)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            foreach (var member in t.GetMembers())
                if (member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } && !selected.Exists(s => s.Symbol.Name == member.Name)) return member;
        }

        return null;
    }

    private static bool IsFilled(ISymbol symbol) => symbol.Json("JsonObjectCreationHandling") is { ConstructorArguments: [{ Value: Populate }] };

    /// <summary>Whether a member that nothing sets was meant to be set: it is in the JSON, and would be the default here.</summary>
    private static bool IsLost(SelectedMember member) => member.Symbol is IPropertySymbol { SetMethod: not null } && member.Symbol.Json("JsonInclude") is not null;

    /// <returns><see langword="null"/> for what is computed: the server writes it, and the client computes it again.</returns>
    private static ReadSet? SetOf(SelectedMember member, bool isArgument, bool setsRequired, INamedTypeSymbol within)
    {
        var isRequired = !setsRequired && member.Symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };
        if (isArgument && !isRequired) return ReadSet.Construct;
        if (member.Symbol is IFieldSymbol field) return field.IsReadOnly ? null : isRequired ? ReadSet.Initialize : ReadSet.Assign;
        if (((IPropertySymbol)member.Symbol).SetMethod is not { } setter || !setter.IsVisibleTo(within)) return null;
        if (setter.DeclaredAccessibility != Accessibility.Public && member.Symbol.Json("JsonInclude") is null) return null;
        return setter.IsInitOnly || isRequired ? ReadSet.Initialize : ReadSet.Assign;
    }
}
