using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Tests.Harness;

/// <summary>Assertions over what was reported. A failure prints what came in the form that a test states it.</summary>
internal static class DiagnosticAssert
{
    public static void None(string by, IEnumerable<Diagnostic> diagnostics)
    {
        var found = diagnostics.ToList();
        if (found.Count > 0) Assert.Fail($"Unexpected from {by}:\n{string.Join("\n", found.Select(Print))}");
    }

    /// <summary>Asserts places, rules and messages, no more and no fewer.</summary>
    public static void Equal(Markup expected, string[] messages, IEnumerable<Diagnostic> diagnostics)
    {
        var found = diagnostics.OrderBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id, StringComparer.Ordinal).ToList();
        var actual = Markup.Write(expected.Source, found.Select(d => (d.Id, d.Location.SourceSpan)));
        var wanted = Markup.Write(expected.Source, expected.Spans);
        var same = actual == wanted && messages.SequenceEqual(found.Select(Message));
        if (!same) Assert.Fail($"Came:\n{actual}\nwith:\n{string.Join(",\n", found.Select(d => $"\"{Message(d)}\""))}\n\nbut expected:\n{wanted}\nwith:\n{string.Join("\n", messages)}");
    }

    private static string Message(Diagnostic diagnostic) => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);

    private static string Print(Diagnostic diagnostic)
    {
        var line = diagnostic.Location.SourceTree?.GetText().Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start).ToString();
        return $"{diagnostic}\n    {line}";
    }
}
