using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AotSse.Benchmarks.Generator;

/// <summary>A project in memory: 50 files of ten streams each, with payloads of their own, and one without.</summary>
internal sealed class StreamProject
{
    public const int Streams = Files * StreamsPerFile;
    public const string OtherFile = "Other.cs";
    public const string FileOfStreams = "Streams7.cs";

    private const int Files = 50;
    private const int StreamsPerFile = 10;
    private const string Body = "/*body*/";

    private readonly MetadataReference[] _references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static CSharpParseOptions ParseOptions { get; } = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);

    public CSharpCompilation Compile()
    {
        var trees = Enumerable.Range(0, Files).Select(file => Parse($"Streams{file}.cs", SourceOf(file))).Append(Parse(OtherFile, $"class Other {{ int Answer() {{ return 42; {Body} }} }}"));
        return CSharpCompilation.Create("Streams", trees, _references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>Changes the body of a method.</summary>
    public static CSharpCompilation Edit(CSharpCompilation compilation, string file, int version)
    {
        var tree = compilation.SyntaxTrees.Single(t => t.FilePath == file);
        var text = tree.ToString();
        var at = text.IndexOf(Body, StringComparison.Ordinal);
        var edited = $"{text[..at]}{Body}_ = {version};{text[(text.IndexOf('}', at) - 1)..]}";
        return compilation.ReplaceSyntaxTree(tree, Parse(file, edited));
    }

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, ParseOptions, path, Encoding.UTF8);

    private static string SourceOf(int file)
    {
        var source = new StringBuilder();
        source.Append(CultureInfo.InvariantCulture, $"using System; using System.Collections.Generic; using System.Threading.Tasks; using AotSse;\nnamespace Shop{file};\n");
        source.Append("public sealed record Line(string Sku, int Quantity, decimal Price);\npublic sealed record Order(Guid Id, string? Note, DateTimeOffset At, List<Line> Lines);\n");
        source.Append(CultureInfo.InvariantCulture, $"public sealed partial class Streams{file}\n{{\n    public int Helper() {{ return 1; {Body} }}\n");
        for (var i = 0; i < StreamsPerFile; i++)
        {
            source.Append(CultureInfo.InvariantCulture, $"    [EventStream(\"/shop{file}/{i}/{{id}}\")]\n");
            source.Append(i % 2 == 0
                ? $"    public partial void Sent{i}(int id, decimal price, string text, DateTimeOffset at);\n"
                : $"    public partial void Ordered{i}(int id, [Payload] Order order);\n");
        }

        return source.Append("}\n").ToString();
    }
}
