namespace AotSse.Generators.Tests.Rules;

/// <summary>The examples of the pages do what the pages say.</summary>
public sealed class RulePageTests : RuleTests
{
    public static TheoryData<string> Ids => DescriptorParityTests.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task What_a_page_calls_flagged_is_flagged(string id) =>
        Assert.Equal([id], (await ReportedAsync(RulePage.Read(id).Examples["Flagged"])).Select(found => found.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public Task What_a_page_calls_fixed_is_not_flagged(string id) => AcceptsAsync(RulePage.Read(id).Examples["Fixed"]);

    [Theory]
    [MemberData(nameof(Ids))]
    public Task What_a_page_calls_not_flagged_is_not(string id) => AcceptsAsync(RulePage.Read(id).Examples["Not flagged"]);
}
