using System.Text;
using AotSse.Generators.Diagnostics;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AotSse.Generators.Parsing;

/// <summary>
/// Turns a method with <c>[EventStream]</c> into a model. The generator and the analyzer both call it, so they never disagree on what is right:
/// one takes the model, the other the reports.
/// </summary>
internal static class StreamParser
{
    /// <returns><see langword="null"/> when something was reported.</returns>
    public static StreamModel? Parse(IMethodSymbol method, AttributeData attribute, DiagnosticSink sink, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var place = method.Place();
        if (!IsPartial(method))
        {
            sink.Report(Rules.NotPartial, place, method.Name);
            return null;
        }

        // The compiler has said already that there may be one attribute, and that it has one argument.
        if (method.GetAttributes().Count(a => a.AttributeClass.Is(Names.EventStream)) > 1 || attribute.ConstructorArguments is not [var argument]) return null;

        var route = argument.Value as string ?? "";
        if (RouteParser.Parse(route, out var routeParameters) is { } wrong)
        {
            sink.Report(Rules.BadRoute, attribute.RoutePlace(), route, wrong);
            return null;
        }

        if (method.IsGenericMethod)
        {
            sink.Report(Rules.BadType, place, method.ContainingType.Name, $"its method '{method.Name}' is generic, so there is no single endpoint for it");
            return null;
        }

        var isPush = !HasBody(attribute, method, cancellation);
        if (isPush && (method.IsStatic || method.ContainingType is not { IsReferenceType: true, IsRecord: false }))
        {
            sink.Report(Rules.PushNeedsInstance, place, method.Name);
            return null;
        }

        if (!JsonContext.TryParse(attribute, sink, out var context)) return null;
        var payloads = new PayloadParser(context, method.ContainingType, sink);
        var settings = SettingsParser.Parse(attribute, isPush, sink);
        var type = TypeParser.Parse(method, isPush, sink);
        var push = isPush ? PushParser.Parse(method, attribute, routeParameters, payloads, sink) : null;
        var pull = isPush ? null : ParsePull(method, attribute, routeParameters, payloads, sink);
        var eventName = attribute.Named<string>("Event");
        if (eventName is not null && !EventNameRule.IsValid(eventName))
        {
            sink.Report(Rules.BadEventName, attribute.Place("Event"), eventName);
            return null;
        }

        if (settings is { Lag: SettingsParser.Coalesce } && push is { Key.Count: 0 })
        {
            sink.Report(Rules.CoalesceWithoutKey, attribute.Place("Lag"), method.Name);
            return null;
        }

        if (settings is null || type is null || (push is null && pull is null)) return null;
        if (push is { EventNameParameter: null }) eventName ??= JsonNaming.CamelCase(method.Name);
        var contract = ContractParser.Parse(method, route, routeParameters, push, pull);
        var experiments = new Experiments();
        experiments.NoteSignature(method);
        return new StreamModel(type, route, routeParameters, eventName, settings, MetadataParser.Parse(method), Signature(method), push, pull, contract, experiments.ToEquatable());
    }

    /// <summary>The declaring part that the user wrote, if that is another than the one with the body.</summary>
    public static IMethodSymbol? UserDeclaration(IMethodSymbol method) =>
        method.IsPartialDefinition ? method : method.PartialDefinitionPart is { } definition && !IsGenerated(definition) ? definition : null;

    /// <summary>Whether a member, or this part of a method, is the generator's own: the analyzer sees it, the generator never does. The compiler names files after their generator.</summary>
    public static bool IsGenerated(ISymbol part) =>
        part.DeclaringSyntaxReferences is [var reference] && reference.SyntaxTree.FilePath.Contains(typeof(EventStreamGenerator).FullName);

    /// <summary>A partial method with a return type or an accessibility must have both parts; without, its calls could vanish.</summary>
    private static bool IsPartial(IMethodSymbol method) => method.DeclaringSyntaxReferences.Any(part =>
        part.GetSyntax() is MethodDeclarationSyntax syntax
        && syntax.Modifiers.Any(modifier => modifier.ValueText == "partial")
        && syntax.Modifiers.Any(modifier => modifier.ValueText is "public" or "internal" or "private" or "protected"));

    /// <summary>Whether the user wrote a body: in the part with the attribute, or in the other. The analyzer sees generated parts too, which do not count.</summary>
    private static bool HasBody(AttributeData attribute, IMethodSymbol method, CancellationToken cancellation)
    {
        var marked = attribute.ApplicationSyntaxReference!.GetSyntax(cancellation).FirstAncestorOrSelf<MethodDeclarationSyntax>();
        if (marked is null or { Body: not null } or { ExpressionBody: not null }) return true;
        return method.PartialImplementationPart is { } body && !IsGenerated(body);
    }

    private static PullModel? ParsePull(IMethodSymbol method, AttributeData attribute, EquatableArray<RouteParameter> route, PayloadParser payloads, DiagnosticSink sink)
    {
        // The declaring part is the one with default values, if the user wrote it.
        var declaration = UserDeclaration(method) ?? method;
        if (!declaration.ReturnType.Is(Names.AsyncEnumerable))
        {
            sink.Report(Rules.BadReturnType, method.ReturnPlace(), method.Name, method.ReturnType.ToDisplayString());
            return null;
        }

        var itemType = ((INamedTypeSymbol)declaration.ReturnType).TypeArguments[0];
        var item = payloads.ParseItem(itemType, "item", method.ReturnPlace(item: true));
        var parser = new ArgumentParser(route, sink);
        var arguments = new List<ArgumentModel>();
        foreach (var parameter in declaration.Parameters)
            if (parser.Parse(parameter) is { } argument) arguments.Add(argument);
        if (item is null || arguments.Count < declaration.Parameters.Length) return null;
        if (Unread(route, arguments) is not { } unread) return new PullModel(itemType.ToSource(), item, arguments.ToEquatable());
        sink.Report(Rules.UnmatchedRouteParameter, attribute.RoutePlace(unread), unread, method.Name, "takes its value");
        return null;
    }

    /// <summary>A parameter of the route that nobody asks for; whoever takes the whole request may.</summary>
    private static string? Unread(EquatableArray<RouteParameter> route, List<ArgumentModel> arguments)
    {
        if (arguments.Exists(argument => argument.Source == ArgumentSource.Context)) return null;
        foreach (var parameter in route)
            if (!arguments.Exists(argument => argument.Source == ArgumentSource.Route && string.Equals(argument.SourceName, parameter.Name, StringComparison.OrdinalIgnoreCase))) return parameter.Name;
        return null;
    }

    private static MethodModel Signature(IMethodSymbol method)
    {
        var needsDeclaration = method.PartialDefinitionPart is null && !method.IsPartialDefinition;
        return new MethodModel(
            method.Name.Escaped(),
            UniqueNames.Of(method),
            Modifiers(method),
            method.ReturnType.ToSource(),
            method.IsStatic,
            method.Parameters.Select(p => new ParameterModel(p.Name.Escaped(), (needsDeclaration ? p.Type.OrNull() : p.Type).ToSource(), p.IsParams ? "params " : "")).ToEquatable(),
            needsDeclaration);
    }

    /// <summary>Both parts of a partial method must agree on these.</summary>
    private static string Modifiers(IMethodSymbol method)
    {
        var modifiers = new StringBuilder();
        var syntax = (MethodDeclarationSyntax)method.DeclaringSyntaxReferences[0].GetSyntax();
        foreach (var modifier in syntax.Modifiers)
            if (modifier.ValueText is not ("partial" or "async")) modifiers.Append(modifier.ValueText).Append(' ');
        return modifiers.ToString();
    }
}
