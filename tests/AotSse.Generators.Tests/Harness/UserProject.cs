using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AotSse.Generators.Tests.Harness;

/// <summary>A user's project in memory. It has no implicit usings, so that generated code cannot lean on them.</summary>
internal static class UserProject
{
    /// <summary>C# 14 is what the SDK compiles with; this Roslyn, the oldest that loads the generator, calls it preview.</summary>
    public const LanguageVersion Newest = LanguageVersion.Preview;

    /// <summary>The oldest language that generated code promises to compile with: that of net9.0.</summary>
    public const LanguageVersion Oldest = LanguageVersion.CSharp13;

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        nullableContextOptions: NullableContextOptions.Enable,
        warningLevel: int.MaxValue);

    public static CSharpParseOptions ParseOptions(LanguageVersion language) =>
        CSharpParseOptions.Default.WithLanguageVersion(language).WithDocumentationMode(DocumentationMode.Diagnose);

    /// <summary>Compiles the sources as <c>Source1.cs</c>, <c>Source2.cs</c>, …</summary>
    public static CSharpCompilation Compile(IEnumerable<string> sources, LanguageVersion language = Newest) => CSharpCompilation.Create(
        "UserProject",
        sources.Select((source, index) => Parse(source, $"Source{index + 1}.cs", language)),
        References.All,
        Options);

    public static SyntaxTree Parse(string source, string path, LanguageVersion language = Newest) =>
        CSharpSyntaxTree.ParseText(source, ParseOptions(language), path, System.Text.Encoding.UTF8);
}
