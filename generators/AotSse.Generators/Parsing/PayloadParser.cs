using AotSse.Generators.Diagnostics;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Decides what the data of an event is, or reports that it cannot be written. There is no fallback: reflection would not survive trimming.</summary>
/// <param name="context">The <c>JsonSerializerContext</c> that the attribute names.</param>
/// <param name="within">The type that declares the stream: what it cannot see cannot be written.</param>
/// <param name="sink">Where to report.</param>
internal sealed class PayloadParser(JsonContext? context, INamedTypeSymbol within, DiagnosticSink sink)
{
    /// <summary>The data of an event: text as it is, everything else as JSON.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="path">How messages name it.</param>
    /// <param name="place">Where in source.</param>
    public PayloadModel? ParseData(ITypeSymbol type, string path, Location? place)
    {
        if (type.SpecialType == SpecialType.System_String) return new PayloadModel(PayloadKind.Text);
        if (ScalarParser.IsBytes(type, "System.ReadOnlyMemory<T>")) return new PayloadModel(PayloadKind.Utf8);

        var table = new ShapeTable();
        var reports = new PayloadReports(place);
        var value = new ValueParser(table, reports, context, within).Parse(type, path);
        reports.SendTo(sink);
        return value is null ? null : new PayloadModel(PayloadKind.Json, value, table.ToShapes(), table.IsRecursive, Experiments: table.Experiments.ToEquatable());
    }

    /// <summary>An item of a pull stream: data, or an <c>SseItem</c> around it.</summary>
    public PayloadModel? ParseItem(ITypeSymbol type, string path, Location? place)
    {
        if (!type.Is(Names.SseItem)) return ParseData(type, path, place);
        var data = ParseData(((INamedTypeSymbol)type).TypeArguments[0], path + ".Data", place);
        return data is null ? null : data with { Item = type.GetMembers("ReconnectionInterval").IsEmpty ? SseItemKind.EventOnly : SseItemKind.WithFields };
    }

    /// <summary>An object of all parameters of a push method.</summary>
    public PayloadModel? ParseParameters(IReadOnlyList<IParameterSymbol> parameters)
    {
        var table = new ShapeTable();
        var members = new List<MemberModel>();
        foreach (var parameter in parameters)
        {
            var reports = new PayloadReports(parameter.Place());
            var name = JsonNaming.CamelCase(parameter.Name);
            if (members.Exists(other => string.Equals(other.JsonName, name, StringComparison.OrdinalIgnoreCase)))
                reports.Add(parameter.Name, parameter.Type, $"another parameter is called \"{name}\" in JSON too: rename one of them");
            else if (new ValueParser(table, reports, context, within).Parse(parameter.Type, parameter.Name) is { } value)
                members.Add(new MemberModel(name, parameter.Name.Escaped(), value));
            reports.SendTo(sink);
        }

        if (members.Count < parameters.Count) return null;
        var shape = table.Reserve("Parameters");
        table.Add(new ObjectShape(shape, "", null, members.ToEquatable()));
        return new PayloadModel(PayloadKind.Json, new ValueModel(ValueKind.Shape, Shape: shape), table.ToShapes(), table.IsRecursive, Experiments: table.Experiments.ToEquatable());
    }
}
