using AotSse.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>The <c>JsonSerializerContext</c> that an attribute names: it writes what the generator cannot.</summary>
internal sealed record JsonContext
{
    private const string Json = "global::System.Text.Json.";

    private readonly HashSet<ITypeSymbol> _types = new(SymbolEqualityComparer.Default);

    private JsonContext(INamedTypeSymbol type)
    {
        Name = type.ToSourceNotNull();
        Options = type.Json("JsonSourceGenerationOptions") is null ? $"new {Json}JsonSerializerOptions({Json}JsonSerializerDefaults.Web) {{ TypeInfoResolver = {Name}.Default }}" : Name + ".Default.Options";
        foreach (var attribute in type.GetAttributes())
            if (attribute.AttributeClass.Is(Names.JsonSerializable) && attribute.ConstructorArguments is [{ Value: ITypeSymbol listed }]) _types.Add(listed);
    }

    /// <summary>Its name with <c>global::</c>.</summary>
    public string Name { get; }

    /// <summary>The expression for the options that find its types. Where the context says nothing of options, they are those of everything around what it writes.</summary>
    public string Options { get; }

    /// <summary>Whether a client names it, for what it reads: then it goes before everything else.</summary>
    public bool IsOfClient { get; init; }

    /// <summary>Whether a <c>[JsonSerializable]</c> names this type.</summary>
    public bool Lists(ITypeSymbol type) => _types.Contains(type);

    /// <param name="attribute">The <c>[EventStream]</c>.</param>
    /// <param name="sink">Where to report.</param>
    /// <param name="context">What it names, if it names one.</param>
    /// <returns>Whether what it names, if anything, is right.</returns>
    public static bool TryParse(AttributeData attribute, DiagnosticSink sink, out JsonContext? context)
    {
        context = null;
        if (attribute.Named<ITypeSymbol>("JsonContext") is not { } type) return true;
        if (type is INamedTypeSymbol { IsGenericType: false } named && named.BaseType.Is(Names.JsonSerializerContext))
        {
            context = new JsonContext(named);
            return true;
        }

        sink.Report(Rules.BadJsonContext, attribute.Place("JsonContext"), type.ToDisplayString());
        return false;
    }
}
