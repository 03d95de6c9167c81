using AotSse.Generators.Diagnostics;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Finds routes that two declarations cannot share.</summary>
internal static class RouteClashes
{
    public static void Report(IEnumerable<(StreamModel Model, Location? Place)> streams, DiagnosticSink sink)
    {
        foreach (var route in streams.GroupBy(s => RouteParser.ShapeOf(s.Model.Route), StringComparer.Ordinal))
        {
            var ordered = route.OrderBy(s => s.Place?.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(s => s.Place?.SourceSpan.Start ?? 0).ToList();
            var first = ordered[0].Model;
            foreach (var (other, place) in ordered.Skip(1))
            {
                if (CanShare(first, other)) continue;
                sink.Report(Rules.RouteClash, place, other.Route, Name(other), Name(first));
            }
        }
    }

    private static bool CanShare(StreamModel first, StreamModel other) =>
        first.Push is not null && other.Push is not null && first.Route == other.Route
        && first.Push.Topic.Select(t => (t.RouteName, t.Type)).SequenceEqual(other.Push.Topic.Select(t => (t.RouteName, t.Type)));

    private static string Name(StreamModel stream) => $"{stream.Type.Name}.{stream.Method.Name}";
}
