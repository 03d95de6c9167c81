using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Reads the members of an object, those of the most derived type first, as <c>JsonSerializer</c> does.</summary>
internal static class ObjectParser
{
    public static ShapeModel? Parse(string name, INamedTypeSymbol type, string path, DiscriminatorModel? discriminator, ValueParser parser)
    {
        if (JsonAttributes.Unknown(type) is { } attribute) return parser.LeaveToContext(path, type, $"{attribute} is not known", type);
        var isComplete = true;
        var members = new List<MemberModel>();
        var selected = MemberSelection.Of(type, out var clashes);
        foreach (var member in selected)
        {
            if (MemberParser.Parse(member, $"{path}.{member.Symbol.Name}", type, parser) is { } model) members.Add(model);
            else isComplete = false;
        }

        foreach (var member in clashes)
        {
            parser.Refuse($"{path}.{member.Symbol.Name}", member.Type, $"another member is called \"{member.JsonName}\" too: give one of them a [JsonPropertyName]");
            isComplete = false;
        }

        if (discriminator is not null && members.Exists(member => member.JsonName == discriminator.JsonName))
            return parser.Refuse($"{path}.{discriminator.JsonName}", type, "a member has the name of the discriminator: set TypeDiscriminatorPropertyName");
        return isComplete ? new ObjectShape(name, type.ToSourceNotNull(), Documentation.Summary(type), members.ToEquatable(), discriminator) : null;
    }
}
