using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Reads <c>[JsonPolymorphic]</c> and <c>[JsonDerivedType]</c>.</summary>
internal static class UnionParser
{
    private const string DefaultDiscriminator = "$type";
    private const int FallBackToBaseType = 1;
    private const int FallBackToNearestAncestor = 2;

    public static bool IsUnion(ITypeSymbol type) => type.Json("JsonDerivedType") is not null || type.Json("JsonPolymorphic") is not null;

    public static ShapeModel? Parse(string name, INamedTypeSymbol type, string path, ValueParser parser)
    {
        if (JsonAttributes.Unknown(type) is { } attribute) return parser.LeaveToContext(path, type, $"{attribute} is not known", type);
        var settings = type.Json("JsonPolymorphic");
        var discriminator = settings?.Named<string>("TypeDiscriminatorPropertyName") ?? DefaultDiscriminator;
        var fallBack = settings?.NamedInt("UnknownDerivedTypeHandling") ?? 0;

        var cases = new List<(INamedTypeSymbol Type, UnionCase Case)>();
        foreach (var derived in type.GetAttributes().Where(a => a.AttributeClass.Is(Names.JsonAttributes + ".JsonDerivedTypeAttribute")))
        {
            if (derived.ConstructorArguments is not [{ Value: INamedTypeSymbol found }, ..]) return null;
            parser.Table.Experiments.Note(found);
            if (ObjectionTo(found, parser) is { } objection) return parser.Refuse($"{path}({found.Name})", found, objection);
            var value = derived.ConstructorArguments.Length > 1 ? derived.ConstructorArguments[1].Value : null;
            if (!Add(found, value is null ? null : new DiscriminatorModel(discriminator, value as string, value as int?))) return null;
        }

        if (cases.Count == 0) return parser.Refuse(path, type, "it has [JsonPolymorphic] but no [JsonDerivedType] that says what it may be");

        // What is no known type is refused, but for the base itself.
        var hasBase = cases.Exists(c => SymbolEqualityComparer.Default.Equals(c.Type, type));
        if (!hasBase && (fallBack != 0 || !type.IsAbstract) && !Add(type, null)) return null;

        var otherwise = fallBack switch
        {
            FallBackToBaseType => cases.Where(c => SymbolEqualityComparer.Default.Equals(c.Type, type)),
            FallBackToNearestAncestor => cases.Where(c => !c.Type.IsSealed).OrderByDescending(c => Depth(c.Type)),
            _ => [],
        };
        return new UnionShape(name, type.ToSourceNotNull(), Documentation.Summary(type), cases.Where(c => !IsAbstractBase(c.Type)).Select(c => c.Case).ToEquatable(), otherwise.Select(c => c.Case).ToEquatable());

        // No value is of such a type itself.
        bool IsAbstractBase(INamedTypeSymbol found) => found.IsAbstract && SymbolEqualityComparer.Default.Equals(found, type);

        bool Add(INamedTypeSymbol found, DiscriminatorModel? model)
        {
            var shape = parser.Table.GetOrAdd(found, "As" + name, given => ObjectParser.Parse(given, found, SymbolEqualityComparer.Default.Equals(found, type) ? path : $"{path}({found.Name})", model, parser));
            if (shape is not null) cases.Add((found, new UnionCase(found.ToSourceNotNull(), shape)));
            return shape is not null;
        }
    }

    private static string? ObjectionTo(INamedTypeSymbol type, ValueParser parser)
    {
        if (!type.IsVisibleTo(parser.Within)) return "the generated code cannot see it: make it internal or public";
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsUnboundGenericType) return "a derived type must be a class or a struct";
        if (JsonAttributes.ConverterOf(type) is { } converter) return $"only '{converter}' knows how: derived types must be objects that the generator can write";
        return CollectionParser.IsEnumerable(type) ? "a derived type must not be a collection" : null;
    }

    private static int Depth(INamedTypeSymbol type)
    {
        var depth = 0;
        for (var t = type; t is not null; t = t.BaseType) depth++;
        return depth;
    }
}
