using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AotSse.Generators.Parsing;

/// <summary>
/// A print of all that models are made of: the declarations of a compilation without the bodies of methods, its references, its options. Two compilations
/// with one print give the same models, so what is typed in a body costs nothing but the print of one file.
/// </summary>
internal sealed class DeclarationPrint
{
    /// <summary>Trees are shared by the compilations of a session, so each is read once.</summary>
    private static readonly ConditionalWeakTable<SyntaxTree, Box> Trees = new();
    private static readonly ConditionalWeakTable<Compilation, DeclarationPrint> Compilations = new();

    /// <summary>The last prints that were seen, of the projects of a session: who has the print of one before gets that object. Locked by itself.</summary>
    private static readonly DeclarationPrint?[] Recent = new DeclarationPrint?[64];

    private static int _next;

    private readonly ulong _trees;

    // Weak, since a reference to a project holds that project's compilation.
    private readonly WeakReference<object>[] _parts;

    // Weak as well: an entry lives as long as the syntax that it was parsed from, or a later version of it.
    private readonly ConcurrentDictionary<(DeclarationPlace, Type), WeakReference<object>> _entries = new();

    private DeclarationPrint(Compilation compilation)
    {
        _trees = Text(0, compilation.AssemblyName ?? "");
        foreach (var tree in compilation.SyntaxTrees) _trees = Mix(_trees, Trees.GetValue(tree, static tree => new Box(Of(tree.GetRoot()))).Value);
        _parts = [.. compilation.ExternalReferences.Cast<object>().Append(compilation.Options).Select(part => new WeakReference<object>(part))];
    }

    /// <summary>The print of a compilation: the same object for all that have the same print.</summary>
    public static DeclarationPrint Of(Compilation compilation) => Compilations.GetValue(compilation, static compilation => Intern(new DeclarationPrint(compilation)));

    /// <summary>What was kept for the declaration at a place.</summary>
    public bool TryGet<T>(DeclarationPlace place, out T? entry) where T : class
    {
        entry = _entries.TryGetValue((place, typeof(T)), out var kept) && kept.TryGetTarget(out var found) ? (T)found : null;
        return entry is not null;
    }

    /// <summary>Keeps something for the declaration at a place, for as long as somebody else does.</summary>
    public void Set<T>(DeclarationPlace place, T entry) where T : class => _entries[(place, typeof(T))] = new WeakReference<object>(entry);

    private static DeclarationPrint Intern(DeclarationPrint print)
    {
        lock (Recent)
        {
            foreach (var known in Recent)
                if (known is not null && known.Matches(print)) return known;
            Recent[_next++ % Recent.Length] = print;
            return print;
        }
    }

    private bool Matches(DeclarationPrint other)
    {
        if (_trees != other._trees || _parts.Length != other._parts.Length) return false;
        for (var i = 0; i < _parts.Length; i++)
            if (!_parts[i].TryGetTarget(out var mine) || !other._parts[i].TryGetTarget(out var others) || !ReferenceEquals(mine, others)) return false;
        return true;
    }

    /// <summary>Tokens, directives and documentation, but of bodies only that they are there.</summary>
    private static ulong Of(SyntaxNode root)
    {
        var options = (CSharpParseOptions)root.SyntaxTree.Options;
        var print = Mix(Mix(14695981039346656037UL, (ulong)options.DocumentationMode), (ulong)options.LanguageVersion);
        foreach (var token in root.DescendantTokens(static node => !IsBody(node)))
        {
            print = Text(Mix(print, (ulong)token.RawKind), token.Text);
            if (!token.HasStructuredTrivia) continue;
            foreach (var trivia in token.GetAllTrivia())
                if (trivia.HasStructure) print = Text(print, trivia.ToFullString());
        }

        // Those in bodies count too: what they turn on or off stays so behind the body.
        if (root.ContainsDirectives)
            foreach (var trivia in root.DescendantTrivia().Where(static trivia => trivia.IsDirective)) print = Text(print, trivia.ToString());
        return print;
    }

    private static bool IsBody(SyntaxNode node) =>
        node is BlockSyntax || node.Parent is ArrowExpressionClauseSyntax { Parent: BaseMethodDeclarationSyntax or AccessorDeclarationSyntax };

    private static ulong Text(ulong print, string text)
    {
        foreach (var c in text) print = Mix(print, c);
        return print;
    }

    private static ulong Mix(ulong print, ulong value)
    {
        unchecked
        {
            // The first step of FNV-1a and the last of SplitMix, so that every bit counts everywhere.
            print = (print ^ value) * 1099511628211UL;
            return print ^ (print >> 29);
        }
    }

    private sealed class Box(ulong value)
    {
        public ulong Value => value;
    }
}
