using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>
/// Keeps what was parsed of a declaration until a declaration changes somewhere. Roslyn asks for every one at every keystroke, and asking a new compilation about
/// 500 of them takes a tenth of a second. What is kept is plain data: by the declaration's own syntax, and by its place for the file that is typed in. Thread-safe.
/// </summary>
internal static class DeclarationCache<T> where T : class
{
    private static readonly ConditionalWeakTable<SyntaxNode, Entry> Entries = new();

    /// <param name="context">The declaration.</param>
    /// <param name="parse">Parses it anew.</param>
    /// <param name="cancellation">Ends it.</param>
    public static T? Get(GeneratorSyntaxContext context, Func<GeneratorSyntaxContext, CancellationToken, T?> parse, CancellationToken cancellation)
    {
        var print = DeclarationPrint.Of(context.SemanticModel.Compilation);
        if (Entries.TryGetValue(context.Node, out var entry) && ReferenceEquals(entry.Print, print)) return entry.Model;

        var place = DeclarationPlace.Of(context);
        if (!print.TryGet(place, out entry))
        {
            entry = new Entry(print, parse(context, cancellation));
            print.Set(place, entry);
        }

        Entries.Remove(context.Node);
        Entries.GetValue(context.Node, _ => entry!);
        return entry!.Model;
    }

    private sealed class Entry(DeclarationPrint print, T? model)
    {
        public DeclarationPrint Print => print;

        public T? Model => model;
    }
}
