using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Reads enums: their values, and what each is called in JSON.</summary>
internal static class EnumParser
{
    /// <summary>The form that the enum itself asks for; <see langword="null"/> when a converter of the user's has it.</summary>
    public static EnumForm? FormOf(INamedTypeSymbol type) =>
        JsonAttributes.EnumFormOf(type) ?? (JsonAttributes.ConverterOf(type) is null ? EnumForm.Number : null);

    /// <returns>The name of its shape.</returns>
    public static string? Parse(INamedTypeSymbol type, string path, EnumForm form, ValueParser parser) =>
        parser.Table.GetOrAdd(type, form == EnumForm.Number ? "" : form.ToString(), name => Parse(name, type, path, form, parser));

    private static ShapeModel? Parse(string name, INamedTypeSymbol type, string path, EnumForm form, ValueParser parser)
    {
        if (!type.IsVisibleTo(parser.Within)) return parser.Refuse(path, type, "the generated code cannot see it: make it internal or public");
        var isFlags = type.Attribute("System.FlagsAttribute") is not null;
        var members = new List<EnumMemberModel>();
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (!field.HasConstantValue) continue;
            parser.Table.Experiments.Note(field);
            var jsonName = field.Json("JsonStringEnumMemberName")?.ConstructorArguments[0].Value as string ?? field.Name;
            if (form != EnumForm.Number && !IsName(jsonName, isFlags))
                return parser.Refuse(path, type, $"\"{jsonName}\" is no name for '{field.Name}': it must not be empty, begin or end with white space, hold half of a surrogate pair, nor, with [Flags], contain a comma");
            members.Add(new EnumMemberModel(jsonName, field.Name.Escaped(), Bits(field.ConstantValue!), Documentation.Summary(field), field.IsForbidden()));
        }

        // The serializer asks in this order: by value; of flags those with most bits first. Of several names for one value it takes the first.
        var ordered = members.OrderBy(member => member.Bits).GroupBy(member => member.Bits).Select(same => same.First());
        if (isFlags) ordered = ordered.OrderByDescending(member => BitCount(member.Bits));
        return new EnumShape(name, type.ToSourceNotNull(), Documentation.Summary(type), form, type.EnumUnderlyingType!.ToDisplayString(), isFlags, ordered.ToEquatable());
    }

    private static bool IsName(string name, bool isFlags) =>
        name.Length > 0 && JsonNaming.IsText(name) && !char.IsWhiteSpace(name[0]) && !char.IsWhiteSpace(name[name.Length - 1]) && !(isFlags && name.Contains(','));

    private static ulong Bits(object value) => unchecked(value switch
    {
        sbyte number => (byte)number,
        short number => (ushort)number,
        int number => (uint)number,
        long number => (ulong)number,
        _ => Convert.ToUInt64(value, System.Globalization.CultureInfo.InvariantCulture),
    });

    private static int BitCount(ulong bits)
    {
        var count = 0;
        for (; bits != 0; bits &= bits - 1) count++;
        return count;
    }
}
