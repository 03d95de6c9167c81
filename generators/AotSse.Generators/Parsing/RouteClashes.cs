using AotSse.Generators.Diagnostics;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Finds routes that two declarations cannot share, and what those that share one contradict each other in.</summary>
internal static class RouteClashes
{
    public static void Report(IEnumerable<DeclaredStream> streams, DiagnosticSink sink)
    {
        foreach (var route in streams.GroupBy(s => RouteParser.ShapeOf(s.Model.Route), StringComparer.Ordinal))
        {
            var ordered = route.OrderBy(s => s.Method.Place()?.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(s => s.Method.Place()?.SourceSpan.Start ?? 0).ToList();
            var first = ordered[0].Model;
            foreach (var (other, _, attribute) in ordered.Skip(1))
            {
                if (!CanShare(first, other)) sink.Report(Rules.RouteClash, attribute.RoutePlace(), other.Route, Name(other), Name(first));
            }

            var sharing = ordered.Where(stream => CanShare(first, stream.Model)).ToList();
            ReportEvents(sharing, sink);
            ReportSettings(sharing, sink);
        }
    }

    /// <summary>Clients choose the type of an event by its name.</summary>
    private static void ReportEvents(List<DeclaredStream> streams, DiagnosticSink sink)
    {
        foreach (var named in streams.Where(stream => stream.Model.EventName is not null).GroupBy(stream => stream.Model.EventName!, StringComparer.Ordinal))
        {
            var first = named.First().Model;
            foreach (var (other, method, attribute) in named.Skip(1))
                if (!other.Push!.Data.Equals(first.Push!.Data)) sink.Report(Rules.EventClash, attribute.NamedPlace("Event") ?? method.Place(), named.Key, other.Route, Name(first));
        }
    }

    private static void ReportSettings(List<DeclaredStream> streams, DiagnosticSink sink)
    {
        foreach (var (name, value) in SettingsModel.All)
        {
            var set = streams.Where(stream => value(stream.Model.Settings) is not null).ToList();
            foreach (var (other, _, attribute) in set.Skip(1))
            {
                if (value(other.Settings) != value(set[0].Model.Settings))
                    sink.Report(Rules.SettingClash, attribute.Place(name), name, value(other.Settings), other.Route, value(set[0].Model.Settings), Name(set[0].Model));
            }
        }
    }

    private static bool CanShare(StreamModel first, StreamModel other) =>
        first.Push is not null && other.Push is not null && first.Route == other.Route
        && first.Push.Topic.Select(t => (t.RouteName, t.Type)).SequenceEqual(other.Push.Topic.Select(t => (t.RouteName, t.Type)));

    private static string Name(StreamModel stream) => $"{stream.Type.Name}.{stream.Method.Name}";
}
