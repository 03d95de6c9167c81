using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Tests.Rules;

/// <summary>Descriptors, pages, release files and tests speak of the same rules.</summary>
public sealed class DescriptorParityTests
{
    private static readonly string[] Headings = ["Flagged", "Fixed", "Why", "Not flagged", "Suppress"];

    private static readonly ImmutableSortedDictionary<string, DiagnosticDescriptor> Descriptors = typeof(Generators.Diagnostics.Rules)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (DiagnosticDescriptor)field.GetValue(null)!)
        .ToImmutableSortedDictionary(descriptor => descriptor.Id, descriptor => descriptor, StringComparer.Ordinal);

    public static TheoryData<string> Ids => [.. Descriptors.Keys];

    [Fact]
    public void There_are_rules_and_their_ids_have_no_gap() =>
        Assert.Equal(Enumerable.Range(1, 21).Select(number => $"AOTSSE{number:D3}"), Descriptors.Keys);

    [Fact]
    public void The_analyzer_supports_each() =>
        Assert.Equal(Descriptors.Keys, new EventStreamAnalyzer().SupportedDiagnostics.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_has_a_page() =>
        Assert.Equal(Descriptors.Keys, Directory.GetFiles(RulePage.Folder).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_has_a_class_of_tests() => Assert.Equal(
        Descriptors.Keys.Select(id => id + "Tests"),
        typeof(DescriptorParityTests).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RuleTests)) && type.Name.StartsWith("AOTSSE", StringComparison.Ordinal)).Select(type => type.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_is_in_a_release_file_with_its_category_severity_and_page()
    {
        var files = new[] { "AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md" };
        var lines = files
            .SelectMany(file => File.ReadAllLines(Path.Combine(Places.Repository, "generators", "AotSse.Generators", file)))
            .Where(line => line.StartsWith("AOTSSE", StringComparison.Ordinal));

        Assert.Equal(Descriptors.Values.Select(d => $"{d.Id} | {d.Category} | {d.DefaultSeverity} | docs/rules/{d.Id}.md"), lines.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_help_link_leads_to_its_page(string id) => Assert.EndsWith($"/docs/rules/{id}.md", Descriptors[id].HelpLinkUri, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Its_page_has_its_title_and_the_five_headings(string id)
    {
        var page = RulePage.Read(id);

        Assert.Equal($"{id}: {Descriptors[id].Title}", page.Title);
        Assert.Equal(Headings, page.Headings);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_is_seen_in_a_build_and_can_be_suppressed(string id)
    {
        Assert.InRange(Descriptors[id].DefaultSeverity, DiagnosticSeverity.Warning, DiagnosticSeverity.Error);
        Assert.True(Descriptors[id].IsEnabledByDefault);
        Assert.DoesNotContain(WellKnownDiagnosticTags.NotConfigurable, Descriptors[id].CustomTags);
    }
}
