using AotSse.Generators.Diagnostics;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Turns a class with <c>[EventStreamClient]</c> into a model, for the generator and the analyzer alike. Streams are read by symbols: from source or from metadata.</summary>
internal static class ClientParser
{
    /// <returns><see langword="null"/> when something was reported.</returns>
    public static ClientModel? Parse(INamedTypeSymbol type, AttributeData attribute, DiagnosticSink sink, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var place = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation() ?? type.Place();
        var declaring = attribute.ConstructorArguments is [{ Value: INamedTypeSymbol found }] ? found : null;
        if (declaring is null or { TypeKind: TypeKind.Error }) return null;

        var methods = declaring.GetMembers().OfType<IMethodSymbol>().Where(method => method.Attribute(Names.EventStream) is not null).ToList();
        if (Objection(type, declaring, methods) is { } objection)
        {
            sink.Report(Rules.BadClient, place, type.Name, declaring.ToDisplayString(), objection);
            return null;
        }

        if (!JsonContext.TryParse(attribute, sink, out var context)) return null;
        var table = new ReadTable();
        foreach (var method in methods) table.Experiments.NoteSignature(method);
        var streams = ClientStreamParser.Parse(type, methods, context, table);
        foreach (var (path, refused, reason) in table.Refusals) sink.Report(Rules.UnreadablePayload, place, path, refused, reason);
        return table.Refusals.Count > 0 ? null : new ClientModel(TypeParser.ModelOf(type), streams, table.ToTypes(), table.Experiments.ToEquatable());
    }

    private static string? Objection(INamedTypeSymbol type, INamedTypeSymbol declaring, List<IMethodSymbol> methods)
    {
        if (TypeParser.Objection(type, "there would be a client for each of its types") is { } objection) return objection;
        if (type.IsStatic || type.IsRecord || type.TypeKind != TypeKind.Class) return $"'{type.Name}' must be a class that is neither static nor a record";
        if (type.InstanceConstructors.Any(constructor => !constructor.IsImplicitlyDeclared && !StreamParser.IsGenerated(constructor))) return $"'{type.Name}' declares a constructor, which the generator does: remove it";
        if (type.GetMembers().Any(member => member.Attribute(Names.EventStream) is not null)) return $"'{type.Name}' declares streams itself: make the client a class of its own";
        if (type.GetMembers().FirstOrDefault(member => member.Name is "Payloads" or "_streams" && !StreamParser.IsGenerated(member)) is { } taken) return $"'{type.Name}' declares '{taken.Name}', which the generator does: rename it";
        if (!declaring.IsVisibleTo(type)) return $"'{declaring.Name}' must be public to have clients in other assemblies";
        return methods.Count == 0 ? $"'{declaring.Name}' has no method with [EventStream] that can be seen from here" : null;
    }
}
