using System.Collections.Immutable;
using AotSse.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>What cannot be written of one payload. It is kept back until the end: a <c>JsonSerializerContext</c> may take over a type around it.</summary>
/// <param name="place">Where in source the payload is declared.</param>
internal sealed class PayloadReports(Location? place)
{
    /// <summary>The property of a report with the type that a <c>JsonSerializerContext</c> would have to list.</summary>
    public const string Listed = nameof(Listed);

    private readonly List<(string Path, ITypeSymbol Type, string Reason, ITypeSymbol? Listed)> _reports = [];

    public int Count => _reports.Count;

    public void Add(string path, ITypeSymbol type, string reason, ITypeSymbol? listed = null) => _reports.Add((path, type, reason, listed));

    /// <summary>Forgets all but the first.</summary>
    public void Truncate(int count) => _reports.RemoveRange(count, _reports.Count - count);

    public void SendTo(DiagnosticSink sink)
    {
        foreach (var (path, type, reason, listed) in _reports)
        {
            var properties = ImmutableDictionary<string, string?>.Empty;
            if (listed is not null) properties = properties.Add(Listed, listed.ToDisplayString());
            sink.Report(Rules.UnsupportedPayload, place, properties, path, type.ToDisplayString(), reason);
        }
    }
}
