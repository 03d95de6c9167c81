using AotSse.Generators.Model;

namespace AotSse.Generators.Contracts;

/// <summary>The JSON Schema of an enum: its names or its numbers. Combinations of flags are not enumerated.</summary>
internal static class EnumSchema
{
    /// <summary>Names of the numbers in <c>enum</c>, for who generates code.</summary>
    private const string NamesKeyword = "x-enum-varnames";

    public static JsonObject Of(EnumShape shape)
    {
        var isNumber = shape.Form == EnumForm.Number;
        var schema = new JsonObject().Add("type", isNumber ? "integer" : "string");
        if (isNumber) schema.Add("format", ScalarSchema.Of(new ValueModel(ValueKind.Number, shape.Underlying)).First(member => member.Key == "format").Value);
        schema.Add("description", Description(shape));
        var members = shape.Members.OrderBy(member => Number(member.Bits, shape.Underlying)).ToList();
        if (!shape.IsFlags && members.Count > 0) schema.Add("enum", members.Select(member => isNumber ? (object)Number(member.Bits, shape.Underlying) : member.JsonName).ToList());
        if (isNumber && members.Count > 0) schema.Add(shape.IsFlags ? "x-flags" : NamesKeyword, shape.IsFlags ? Flags(shape, members) : members.Select(member => (object)member.Name.TrimStart('@')).ToList());
        return schema;
    }

    private static JsonObject Flags(EnumShape shape, List<EnumMemberModel> members)
    {
        var flags = new JsonObject();
        foreach (var member in members) flags.Add(member.Name.TrimStart('@'), Number(member.Bits, shape.Underlying));
        return flags;
    }

    private static string? Description(EnumShape shape)
    {
        var lines = shape.Members.Where(member => member.Description is not null)
            .Select(member => $"{(shape.Form == EnumForm.Number ? member.Name.TrimStart('@') : member.JsonName)}: {member.Description}");
        var text = string.Join(" ", new[] { shape.Description }.Concat(lines).Where(line => line is not null));
        return text.Length == 0 ? null : text;
    }

    private static decimal Number(ulong bits, string underlying) => unchecked(underlying switch
    {
        "sbyte" => (sbyte)bits,
        "short" => (short)bits,
        "int" => (int)bits,
        "long" => (long)bits,
        _ => (decimal)bits,
    });
}
