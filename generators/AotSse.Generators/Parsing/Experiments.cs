using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>
/// The IDs of <c>[Experimental]</c> on what generated code names. The user agrees to them where a stream is declared, by <c>#pragma</c> or in the project; the file that
/// is generated for it has to agree as well, since the compiler takes each for an error.
/// </summary>
internal sealed class Experiments
{
    private readonly SortedSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>Takes what a type or member, or what contains it, is marked with.</summary>
    public void Note(ISymbol symbol)
    {
        if (symbol is IArrayTypeSymbol array) Note(array.ElementType);
        if (symbol is INamedTypeSymbol named)
            foreach (var argument in named.TypeArguments) Note(argument);
        for (var s = symbol; s is not null; s = s.ContainingType)
            if (s.Attribute("System.Diagnostics.CodeAnalysis.ExperimentalAttribute") is { ConstructorArguments: [{ Value: string id }] }) _ids.Add(id);
    }

    /// <summary>Takes all that the signature of a method names.</summary>
    public void NoteSignature(IMethodSymbol method)
    {
        Note(method);
        Note(method.ReturnType);
        foreach (var parameter in method.Parameters) Note(parameter.Type);
    }

    public EquatableArray<string> ToEquatable() => ((IEnumerable<string>)_ids).ToEquatable();
}
