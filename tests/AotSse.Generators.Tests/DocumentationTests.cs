using System.Xml.Linq;

namespace AotSse.Generators.Tests;

/// <summary>What the user wrote stays the user's, though the generator writes the other part.</summary>
public sealed class DocumentationTests
{
    private const string Source = """
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using AotSse;

        public sealed partial class Documented
        {
            /// <summary>Of the user.</summary>
            /// <param name="n">A number.</param>
            [EventStream("/pushed")]
            public partial void Pushed(int n);

            /// <summary>Of the user.</summary>
            /// <param name="n">A number.</param>
            [EventStream("/pulled")]
            public static async partial IAsyncEnumerable<string> Pulled(int n)
            {
                await Task.Yield();
                yield return "";
            }
        }
        """;

    [Theory]
    [InlineData("Pushed")]
    [InlineData("Pulled")]
    public async Task The_documentation_of_the_user_stays(string method)
    {
        var run = await GeneratorRun.OfAsync(Source);

        using var documentation = new MemoryStream();
        Assert.True(run.Output.Emit(Stream.Null, xmlDocumentationStream: documentation, cancellationToken: TestContext.Current.CancellationToken).Success);
        documentation.Position = 0;
        var members = XDocument.Load(documentation).Descendants("member");
        var member = Assert.Single(members, found => found.Attribute("name")!.Value == $"M:Documented.{method}(System.Int32)");
        Assert.Equal("Of the user.", member.Element("summary")!.Value);
        Assert.Equal("A number.", member.Element("param")!.Value);
    }

    /// <summary>Analyzers leave alone what is marked so, and the mark of one part holds for both.</summary>
    [Fact]
    public async Task The_methods_of_the_user_are_not_marked_as_generated()
    {
        var run = await GeneratorRun.OfAsync(Source);

        var attributes = run.Output.GetTypeByMetadataName("Documented")!.GetMembers()
            .Where(member => member.Name is "Pushed" or "Pulled")
            .Select(method => Assert.Single(method.GetAttributes()).AttributeClass!.Name);
        Assert.Equal(["EventStreamAttribute", "EventStreamAttribute"], attributes);
    }
}
