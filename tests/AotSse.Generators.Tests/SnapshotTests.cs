using System.Globalization;

namespace AotSse.Generators.Tests;

/// <summary>What is generated for each shape of a declaration, word for word. See <see cref="Snapshot"/> for how to accept a change.</summary>
public sealed class SnapshotTests
{
    public static TheoryData<string> Cases => [.. Snapshot.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Generated_code_is_as_accepted(string name)
    {
        var snapshot = new Snapshot(name);
        var run = await GeneratorRun.OfAsync(snapshot.Source);
        snapshot.AssertMatches(run.Files);
    }

    /// <summary>Cultures that write numbers otherwise and sort otherwise.</summary>
    [Theory]
    [InlineData("fi-FI")]
    [InlineData("ar-SA")]
    public async Task Generated_code_is_the_same_in_every_culture(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
        Assert.NotEqual("-1", (-1).ToString(CultureInfo.CurrentCulture));
        foreach (var name in Snapshot.Names)
        {
            var snapshot = new Snapshot(name);
            var run = await GeneratorRun.OfAsync(snapshot.Source);
            snapshot.AssertMatches(run.Files);
        }
    }
}
