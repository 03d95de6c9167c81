using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AotSse.Generators.Parsing;

/// <summary>Where a declaration stands: in which file of a compilation, and which declaration of that file. Compilations with one <see cref="DeclarationPrint"/> have the same places.</summary>
/// <param name="Tree">The number of the file.</param>
/// <param name="Declaration">The number of the declaration in it.</param>
internal readonly record struct DeclarationPlace(int Tree, int Declaration)
{
    private static readonly ConditionalWeakTable<SyntaxTree, Dictionary<SyntaxNode, int>> Trees = new();

    public static DeclarationPlace Of(GeneratorSyntaxContext context)
    {
        var tree = context.Node.SyntaxTree;
        var number = 0;
        foreach (var other in context.SemanticModel.Compilation.SyntaxTrees)
        {
            if (ReferenceEquals(other, tree)) break;
            number++;
        }

        return new DeclarationPlace(number, Trees.GetValue(tree, static tree => Number(tree.GetRoot()))[context.Node]);
    }

    /// <summary>Members hold types and namespaces hold members, and bodies hold neither.</summary>
    private static Dictionary<SyntaxNode, int> Number(SyntaxNode root)
    {
        var numbers = new Dictionary<SyntaxNode, int>();
        foreach (var node in root.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
            if (node is MemberDeclarationSyntax) numbers.Add(node, numbers.Count);
        return numbers;
    }
}
