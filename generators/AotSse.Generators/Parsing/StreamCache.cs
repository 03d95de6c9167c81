using System.Runtime.CompilerServices;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AotSse.Generators.Parsing;

/// <summary>
/// Finds and parses streams, each method again only when a declaration has changed somewhere. Roslyn asks for every method at every keystroke, and asking a new
/// compilation about 500 of them takes a tenth of a second. What is kept is plain data, as long as the method's own syntax lives. Thread-safe.
/// </summary>
internal static class StreamCache
{
    private static readonly ConditionalWeakTable<SyntaxNode, Entry> Entries = new();

    /// <summary>Whether a node may declare a stream: any attribute may turn out to be ours, for there are aliases.</summary>
    public static bool MayDeclare(SyntaxNode node) => node is MethodDeclarationSyntax { AttributeLists.Count: > 0 };

    public static StreamModel? Get(GeneratorSyntaxContext context, CancellationToken cancellation)
    {
        var print = DeclarationPrint.Of(context.SemanticModel.Compilation);
        if (Entries.TryGetValue(context.Node, out var entry) && ReferenceEquals(entry.Print, print)) return entry.Model;

        entry = new Entry(print, Parse(context, cancellation));
        Entries.Remove(context.Node);
        Entries.GetValue(context.Node, _ => entry);
        return entry.Model;
    }

    private static StreamModel? Parse(GeneratorSyntaxContext context, CancellationToken cancellation)
    {
        if (context.SemanticModel.GetDeclaredSymbol(context.Node, cancellation) is not IMethodSymbol method) return null;

        // Both parts of a method show the attribute; it is looked at where it stands.
        if (method.Attribute(Names.EventStream) is not { ApplicationSyntaxReference: { } place } attribute) return null;
        if (place.SyntaxTree != context.Node.SyntaxTree || !context.Node.Span.Contains(place.Span)) return null;
        return StreamParser.Parse(method, attribute, default, cancellation);
    }

    private sealed class Entry(DeclarationPrint print, StreamModel? model)
    {
        public DeclarationPrint Print => print;

        public StreamModel? Model => model;
    }
}
