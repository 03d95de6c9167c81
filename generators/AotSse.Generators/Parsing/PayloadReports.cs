using AotSse.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>What cannot be written of one payload. It is kept back until the end: a <c>JsonSerializerContext</c> may take over a type around it.</summary>
/// <param name="place">Where in source the payload is declared.</param>
internal sealed class PayloadReports(Location? place)
{
    private readonly List<(string Path, ITypeSymbol Type, string Reason)> _reports = [];

    public int Count => _reports.Count;

    public void Add(string path, ITypeSymbol type, string reason) => _reports.Add((path, type, reason));

    /// <summary>Forgets all but the first.</summary>
    public void Truncate(int count) => _reports.RemoveRange(count, _reports.Count - count);

    public void SendTo(DiagnosticSink sink)
    {
        foreach (var (path, type, reason) in _reports) sink.Report(Rules.UnsupportedPayload, place, path, type.ToDisplayString(), reason);
    }
}
