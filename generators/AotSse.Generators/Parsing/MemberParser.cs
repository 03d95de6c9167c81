using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Reads a member of an object: its value, and the attributes that decide how and when it is written.</summary>
internal static class MemberParser
{
    /// <param name="member">The member.</param>
    /// <param name="path">How messages name it.</param>
    /// <param name="owner">The type of the object.</param>
    /// <param name="parser">Parses its value.</param>
    public static MemberModel? Parse(SelectedMember member, string path, INamedTypeSymbol owner, ValueParser parser)
    {
        var symbol = member.Symbol;
        parser.Table.Experiments.Note(symbol);
        var unknown = JsonAttributes.Unknown(symbol) is { } attribute ? $"{attribute} is not known" : JsonAttributes.ConverterOf(symbol) is { } converter ? $"only '{converter}' knows how" : null;
        if (unknown is not null)
        {
            parser.LeaveToContext(path, member.Type, unknown, owner);
            return null;
        }

        if (member.IsExtension) return ParseExtension(member, path, owner, parser);
        if (Objection(member, parser) is { } objection)
        {
            parser.Refuse(path, member.Type, objection);
            return null;
        }

        var value = JsonAttributes.EnumFormOf(symbol) is { } form
            ? parser.ParseEnum(member.Type, path, form)
            : parser.Parse(member.Type, path, JsonAttributes.NumbersOf(symbol) ?? JsonAttributes.NumbersOf(owner));
        return value is null ? null : new MemberModel(
            member.JsonName,
            symbol.Name.Escaped(),
            value,
            JsonAttributes.ConditionOf(symbol, member.Type)!.Value,
            member.IsHidden ? symbol.ContainingType.ToSourceNotNull() : null,
            Documentation.Summary(symbol));
    }

    /// <summary>JSON by name, which is known to be JSON at compile time only as <c>JsonElement</c>.</summary>
    private static MemberModel? ParseExtension(SelectedMember member, string path, INamedTypeSymbol owner, ValueParser parser)
    {
        if (CollectionParser.Find(member.Type) is not { Key.SpecialType: SpecialType.System_String } entries || !entries.Element.Is("System.Text.Json.JsonElement"))
        {
            parser.LeaveToContext(path, member.Type, "what is in [JsonExtensionData] is known to be JSON in a Dictionary<string, JsonElement> only", owner, "use that");
            return null;
        }

        var shape = parser.Table.GetOrAdd(member.Type, "Entries", name => CollectionParser.Parse(name, member.Type, entries, path, NumberForm.Plain, parser) is MapShape map ? map with { IsBare = true } : null);
        var value = new ValueModel(ValueKind.Shape, member.Type.ToSourceNotNull(), IsNullable: true, member.Type.IsReferenceType, shape);
        return new MemberModel(member.JsonName, member.Symbol.Name.Escaped(), value, WriteCondition.NotNull, member.IsHidden ? member.Symbol.ContainingType.ToSourceNotNull() : null, IsExtension: true);
    }

    private static string? Objection(SelectedMember member, ValueParser parser)
    {
        var (symbol, type) = (member.Symbol, member.Type);
        if (!(symbol is IPropertySymbol { GetMethod: { } getter } ? getter : symbol).IsVisibleTo(parser.Within)) return "[JsonInclude] marks it, but the generated code cannot see it: make it internal or public";
        if (symbol.IsForbidden()) return "it is [Obsolete] as an error, so no code may read it: leave it out by [JsonIgnore]";
        if (!JsonNaming.IsText(member.JsonName)) return "its name in JSON has half of a surrogate pair, which no text may hold: choose another [JsonPropertyName]";
        if (Warning(symbol) is { } warning) return $"reading it is not safe in a native app, as its {warning} says: leave it out by [JsonIgnore]";
        if (JsonAttributes.EnumFormOf(symbol) is not null && type.Unwrap(out _).TypeKind != TypeKind.Enum) return "a converter of enums is for members of an enum type: put it on the enum";
        if (JsonAttributes.NumbersOf(symbol) is not null && !TakesNumbers(type)) return "[JsonNumberHandling] is for numbers and collections of numbers";
        if (JsonAttributes.ConditionOf(symbol, type) == WriteCondition.NotNull && type.IsValueType && type.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T)
            return "it is never null: JsonIgnoreCondition.WhenWritingDefault leaves it out when it is the default";
        return null;
    }

    /// <summary>What the trimmer or the AOT compiler would warn of.</summary>
    private static string? Warning(ISymbol symbol)
    {
        foreach (var part in new[] { symbol, (symbol as IPropertySymbol)?.GetMethod, symbol.ContainingType })
            foreach (var name in new[] { "RequiresUnreferencedCode", "RequiresDynamicCode" })
                if (part?.Attribute($"System.Diagnostics.CodeAnalysis.{name}Attribute") is not null) return $"[{name}]";
        return null;
    }

    /// <summary>Bytes, which become a text, are no numbers.</summary>
    private static bool TakesNumbers(ITypeSymbol type) =>
        ScalarParser.KindOf(type.Unwrap(out _)) is { } scalar ? scalar == ValueKind.Number : CollectionParser.Find(type) is { HoldsNumbers: true };
}
