using AotSse.Generators.Diagnostics;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Reads what a push method sends and which topic it goes to.</summary>
internal static class PushParser
{
    public static PushModel? Parse(IMethodSymbol method, AttributeData attribute, EquatableArray<RouteParameter> route, PayloadParser payloads, DiagnosticSink sink)
    {
        if (ReturnOf(method.ReturnType) is not { } returns)
        {
            sink.Report(Rules.BadReturnType, method.ReturnPlace(), method.Name, method.ReturnType.ToDisplayString());
            return null;
        }

        var isComplete = true;
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind == RefKind.None && !parameter.Type.IsRefLikeType) continue;
            sink.Report(Rules.UnsupportedParameter, parameter.Place(), parameter.Name, parameter.Type.ToDisplayString(), "pass it by value");
            isComplete = false;
        }

        var topic = Topic(method, attribute, route, sink);
        var eventName = EventNameParameter(method, sink, ref isComplete);
        var key = Key(method, sink, ref isComplete);
        var data = Data(method, route, payloads, sink, out var expression);
        return isComplete && topic is { } t && data is not null ? new PushModel(t, data, expression, key, eventName, returns) : null;
    }

    private static PushReturn? ReturnOf(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Void) return PushReturn.Void;
        if (type.Is("System.Threading.Tasks.ValueTask")) return PushReturn.Task;
        return type.Is("System.Threading.Tasks.ValueTask<TResult>") && ((INamedTypeSymbol)type).TypeArguments[0].Is(Names.Receipt) ? PushReturn.Receipt : null;
    }

    private static EquatableArray<TopicParameter>? Topic(IMethodSymbol method, AttributeData attribute, EquatableArray<RouteParameter> route, DiagnosticSink sink)
    {
        var topic = new List<TopicParameter>();
        var isComplete = true;
        foreach (var routeParameter in route)
        {
            var parameter = method.Parameters.FirstOrDefault(p => IsNamed(p, routeParameter));
            if (parameter is null)
            {
                sink.Report(Rules.UnmatchedRouteParameter, attribute.RoutePlace(routeParameter.Name), routeParameter.Name, method.Name, "says which topic an event belongs to");
                isComplete = false;
            }
            else if (!IsVisible(parameter.Type))
            {
                sink.Report(Rules.UnsupportedParameter, parameter.Place(), parameter.Name, parameter.Type.ToDisplayString(), "the endpoint reads it from the route, so it must be public or internal");
                isComplete = false;
            }
            else if (TopicKindOf(parameter.Type) is { } kind)
            {
                topic.Add(new TopicParameter(parameter.Name.Escaped(), routeParameter.Name, parameter.Type.ToSourceNotNull(), kind));
            }
            else
            {
                sink.Report(Rules.UnsupportedParameter, parameter.Place(), parameter.Name, parameter.Type.ToDisplayString(),
                    "a topic is selected by text, an integer, a Guid, a DateOnly or an enum, and never by null");
                isComplete = false;
            }
        }

        return isComplete ? topic.ToEquatable() : null;
    }

    private static EquatableArray<TopicParameter> Key(IMethodSymbol method, DiagnosticSink sink, ref bool isComplete)
    {
        var key = new List<TopicParameter>();
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Attribute(Names.Key) is null) continue;
            if (TopicKindOf(parameter.Type) is { } kind)
            {
                key.Add(new TopicParameter(parameter.Name.Escaped(), "", parameter.Type.ToSourceNotNull(), kind));
                continue;
            }

            sink.Report(Rules.UnsupportedParameter, parameter.Place(), parameter.Name, parameter.Type.ToDisplayString(),
                "a key is text, an integer, a Guid, a DateOnly or an enum, and never null");
            isComplete = false;
        }

        return key.ToEquatable();
    }

    private static bool IsVisible(ITypeSymbol type)
    {
        for (var t = type; t is not null; t = t.ContainingType)
            if (t.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal) return false;
        return true;
    }

    private static TopicKind? TopicKindOf(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum) return TopicKind.Enum;
        return type.SpecialType switch
        {
            SpecialType.System_String => type.NullableAnnotation == NullableAnnotation.Annotated ? null : TopicKind.Text,
            SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
                or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64 => TopicKind.Formatted,
            _ => type.ToDisplayString() is "System.Guid" or "System.DateOnly" ? TopicKind.Formatted : null,
        };
    }

    private static string? EventNameParameter(IMethodSymbol method, DiagnosticSink sink, ref bool isComplete)
    {
        string? found = null;
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Attribute(Names.EventName) is null) continue;
            if (parameter.Type.SpecialType == SpecialType.System_String && found is null)
            {
                found = parameter.Name.Escaped();
                continue;
            }

            sink.Report(Rules.UnsupportedParameter, parameter.Place(), parameter.Name, parameter.Type.ToDisplayString(), "[EventName] marks one parameter of type 'string?'");
            isComplete = false;
        }

        return found;
    }

    /// <summary>The parameter marked <c>[Payload]</c>, else an object of all parameters.</summary>
    private static PayloadModel? Data(IMethodSymbol method, EquatableArray<RouteParameter> route, PayloadParser payloads, DiagnosticSink sink, out string? expression)
    {
        var values = method.Parameters.Where(p => p.Attribute(Names.EventName) is null).ToList();
        var payload = values.Find(p => p.Attribute(Names.Payload) is not null);
        expression = payload?.Name.Escaped();
        if (payload is null) return payloads.ParseParameters(values);

        var isComplete = true;
        foreach (var other in values)
        {
            if (SymbolEqualityComparer.Default.Equals(other, payload) || Contains(route, other) || other.Attribute(Names.Key) is not null) continue;
            sink.Report(Rules.UnsupportedParameter, other.Place(), other.Name, other.Type.ToDisplayString(),
                $"'{payload.Name}' is the whole payload, so this one would be lost: remove it, or put it into the route or the payload");
            isComplete = false;
        }

        var data = payloads.ParseData(payload.Type, payload.Name, payload.Place());
        return isComplete ? data : null;
    }

    private static bool Contains(EquatableArray<RouteParameter> route, IParameterSymbol parameter)
    {
        foreach (var routeParameter in route)
            if (IsNamed(parameter, routeParameter)) return true;
        return false;
    }

    private static bool IsNamed(IParameterSymbol parameter, RouteParameter route) => string.Equals(parameter.Name, route.Name, StringComparison.OrdinalIgnoreCase);
}
