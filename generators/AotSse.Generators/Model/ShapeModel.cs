namespace AotSse.Generators.Model;

/// <summary>How a type looks in JSON.</summary>
/// <param name="Name">Names it among the shapes of a payload; an identifier.</param>
/// <param name="Type">The type with <c>global::</c>, without <c>?</c>; empty for the parameters of a method, which have none.</param>
/// <param name="Description">The summary of its XML documentation.</param>
internal abstract record ShapeModel(string Name, string Type, string? Description);

/// <summary>A JSON object with known members.</summary>
/// <param name="Name">See <see cref="ShapeModel"/>.</param>
/// <param name="Type">See <see cref="ShapeModel"/>.</param>
/// <param name="Description">See <see cref="ShapeModel"/>.</param>
/// <param name="Members">Its members in the order of JSON.</param>
/// <param name="Discriminator">What it carries before them as a case of a union.</param>
internal sealed record ObjectShape(string Name, string Type, string? Description, EquatableArray<MemberModel> Members, DiscriminatorModel? Discriminator = null)
    : ShapeModel(Name, Type, Description);

/// <summary>A member of an object.</summary>
/// <param name="JsonName">Its name in JSON, not escaped.</param>
/// <param name="Name">Its name in code.</param>
/// <param name="Value">What it holds.</param>
/// <param name="Condition">When it is left out.</param>
/// <param name="DeclaredIn">The base type it must be read through, where a derived type hides it.</param>
/// <param name="Description">The summary of its XML documentation.</param>
/// <param name="IsExtension">Whether it has no name: its entries are members of the object.</param>
internal sealed record MemberModel(
    string JsonName,
    string Name,
    ValueModel Value,
    WriteCondition Condition = WriteCondition.Always,
    string? DeclaredIn = null,
    string? Description = null,
    bool IsExtension = false);

/// <summary>When a member is written.</summary>
internal enum WriteCondition
{
    /// <summary>Always.</summary>
    Always,

    /// <summary>Unless it is <see langword="null"/>.</summary>
    NotNull,

    /// <summary>Unless it is the default of its type, which is no <see langword="null"/>.</summary>
    NotDefault,
}

/// <summary>The member that tells the cases of a union apart.</summary>
/// <param name="JsonName">Its name in JSON, not escaped.</param>
/// <param name="Text">Its value, if that is a string.</param>
/// <param name="Number">Its value, if that is a number.</param>
internal sealed record DiscriminatorModel(string JsonName, string? Text, int? Number);

/// <summary>A JSON array.</summary>
/// <param name="Name">See <see cref="ShapeModel"/>.</param>
/// <param name="Type">See <see cref="ShapeModel"/>.</param>
/// <param name="Element">Its elements.</param>
/// <param name="Iteration">How they are visited.</param>
internal sealed record ArrayShape(string Name, string Type, ValueModel Element, Iteration Iteration) : ShapeModel(Name, Type, null);

/// <summary>A JSON object whose members are the entries of a dictionary.</summary>
/// <param name="Name">See <see cref="ShapeModel"/>.</param>
/// <param name="Type">See <see cref="ShapeModel"/>.</param>
/// <param name="Key">Its keys.</param>
/// <param name="Value">Its values.</param>
/// <param name="Iteration">How entries are visited.</param>
/// <param name="IsBare">Whether the entries stand without braces, each with a comma behind it.</param>
internal sealed record MapShape(string Name, string Type, ValueModel Key, ValueModel Value, Iteration Iteration, bool IsBare = false) : ShapeModel(Name, Type, null);

/// <summary>How code visits the items of a collection.</summary>
internal enum Iteration
{
    /// <summary>By <c>foreach</c>.</summary>
    Direct,

    /// <summary>By <c>foreach</c> over its span.</summary>
    Span,

    /// <summary>Through the interface, without an allocation for the usual types behind it.</summary>
    Interface,
}

/// <summary>An enum.</summary>
/// <param name="Name">See <see cref="ShapeModel"/>.</param>
/// <param name="Type">See <see cref="ShapeModel"/>.</param>
/// <param name="Description">See <see cref="ShapeModel"/>.</param>
/// <param name="Form">How its values are written.</param>
/// <param name="Underlying">The type of its numbers.</param>
/// <param name="IsFlags">Whether its values can be combined.</param>
/// <param name="Members">Its names: one for each value; for flags in the order in which combinations are taken apart.</param>
internal sealed record EnumShape(string Name, string Type, string? Description, EnumForm Form, string Underlying, bool IsFlags, EquatableArray<EnumMemberModel> Members)
    : ShapeModel(Name, Type, Description);

/// <summary>How values of an enum are written.</summary>
internal enum EnumForm
{
    /// <summary>As numbers.</summary>
    Number,

    /// <summary>By name; as numbers if they have none.</summary>
    Text,

    /// <summary>By name, as keys of a dictionary, which are strings in any case.</summary>
    Key,
}

/// <summary>A value of an enum.</summary>
/// <param name="JsonName">Its name in JSON, not escaped.</param>
/// <param name="Name">Its name in code.</param>
/// <param name="Bits">Its value, as unsigned bits of the underlying type.</param>
/// <param name="Description">The summary of its XML documentation.</param>
/// <param name="IsForbidden">Whether no code may name it, since it is obsolete as an error.</param>
internal sealed record EnumMemberModel(string JsonName, string Name, ulong Bits, string? Description, bool IsForbidden = false);

/// <summary>A type with <c>[JsonDerivedType]</c>: one of several objects, told apart by a discriminator.</summary>
/// <param name="Name">See <see cref="ShapeModel"/>.</param>
/// <param name="Type">See <see cref="ShapeModel"/>.</param>
/// <param name="Description">See <see cref="ShapeModel"/>.</param>
/// <param name="Cases">The types it may be, each compared exactly.</param>
/// <param name="Otherwise">What an unknown type is written as: the nearest of these it derives from, most derived first; none to refuse it.</param>
internal sealed record UnionShape(string Name, string Type, string? Description, EquatableArray<UnionCase> Cases, EquatableArray<UnionCase> Otherwise)
    : ShapeModel(Name, Type, Description);

/// <summary>A case of a union.</summary>
/// <param name="Type">The type with <c>global::</c>.</param>
/// <param name="Shape">The name of its shape, which carries the discriminator.</param>
internal sealed record UnionCase(string Type, string Shape);

/// <summary>A type that only a <c>JsonSerializerContext</c> can write; nothing is known of how it looks.</summary>
/// <param name="Name">See <see cref="ShapeModel"/>.</param>
/// <param name="Type">See <see cref="ShapeModel"/>.</param>
/// <param name="Description">See <see cref="ShapeModel"/>.</param>
/// <param name="Options">The expression for the options that find the type in the context.</param>
internal sealed record ContextShape(string Name, string Type, string? Description, string Options) : ShapeModel(Name, Type, Description);
