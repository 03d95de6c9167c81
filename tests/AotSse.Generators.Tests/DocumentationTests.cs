using System.Xml.Linq;

namespace AotSse.Generators.Tests;

/// <summary>What the user documented is what callers read, though the generator writes the other part.</summary>
public sealed class DocumentationTests
{
    [Theory]
    [InlineData("Pushed")]
    [InlineData("Pulled")]
    public async Task The_documentation_of_the_user_stays(string method)
    {
        var run = await GeneratorRun.OfAsync("""
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
            """);

        using var documentation = new MemoryStream();
        Assert.True(run.Output.Emit(Stream.Null, xmlDocumentationStream: documentation, cancellationToken: TestContext.Current.CancellationToken).Success);
        documentation.Position = 0;
        var members = XDocument.Load(documentation).Descendants("member");
        var member = Assert.Single(members, found => found.Attribute("name")!.Value == $"M:Documented.{method}(System.Int32)");
        Assert.Equal("Of the user.", member.Element("summary")!.Value);
        Assert.Equal("A number.", member.Element("param")!.Value);
    }
}
