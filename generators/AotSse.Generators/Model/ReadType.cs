namespace AotSse.Generators.Model;

/// <summary>How a type is read from JSON: what a client tells <c>JsonSerializer</c> in place of reflection.</summary>
/// <param name="Name">Names it among those of a client; an identifier.</param>
/// <param name="Type">The type as <c>typeof</c> names it.</param>
internal abstract record ReadType(string Name, string Type);

/// <summary>A type that a converter reads.</summary>
/// <param name="Name">See <see cref="ReadType"/>.</param>
/// <param name="Type">See <see cref="ReadType"/>.</param>
/// <param name="Converter">The expression that gives it; <c>options</c> is in scope.</param>
internal sealed record ReadValue(string Name, string Type, string Converter) : ReadType(Name, Type);

/// <summary>A collection.</summary>
/// <param name="Name">See <see cref="ReadType"/>.</param>
/// <param name="Type">See <see cref="ReadType"/>.</param>
/// <param name="Method">The method of <c>JsonMetadataServices</c> with its type arguments.</param>
/// <param name="CanCreate">Whether it is made by its constructor.</param>
/// <param name="CreateRange">The method that makes it of its items, for immutable ones.</param>
internal sealed record ReadCollection(string Name, string Type, string Method, bool CanCreate, string? CreateRange) : ReadType(Name, Type);

/// <summary>An object.</summary>
/// <param name="Name">See <see cref="ReadType"/>.</param>
/// <param name="Type">See <see cref="ReadType"/>.</param>
/// <param name="CanCreate">Whether there can be one: a base of a union may be abstract.</param>
/// <param name="IsStruct">Whether it is a value.</param>
/// <param name="Arguments">The arguments of its constructor.</param>
/// <param name="Members">Its members.</param>
internal sealed record ReadObject(string Name, string Type, bool CanCreate, bool IsStruct, EquatableArray<ReadArgument> Arguments, EquatableArray<ReadMember> Members) : ReadType(Name, Type);

/// <summary>An argument of a constructor.</summary>
/// <param name="Member">The member that has its value; none for one that is always the default.</param>
/// <param name="Default">The expression for a missing value, if there is one.</param>
internal sealed record ReadArgument(string? Member, string? Default);

/// <summary>A member of an object.</summary>
/// <param name="Name">Its name in code.</param>
/// <param name="JsonName">Its name in JSON.</param>
/// <param name="Type">Its type as <c>typeof</c> names it.</param>
/// <param name="DeclaredIn">The type that declares it.</param>
/// <param name="Set">How it gets its value.</param>
/// <param name="Converter">The expression of its converter, where it has one of its own; <c>options</c> is in scope.</param>
/// <param name="IsExtension">Whether it takes what belongs to no other member.</param>
internal sealed record ReadMember(string Name, string JsonName, string Type, string DeclaredIn, ReadSet Set, string? Converter, bool IsExtension = false);

/// <summary>How a member gets its value.</summary>
internal enum ReadSet
{
    /// <summary>By an assignment.</summary>
    Assign,

    /// <summary>In the initializer.</summary>
    Initialize,

    /// <summary>By the constructor.</summary>
    Construct,
}
