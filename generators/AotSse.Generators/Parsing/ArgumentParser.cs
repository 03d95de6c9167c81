using AotSse.Generators.Diagnostics;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AotSse.Generators.Parsing;

/// <summary>Decides where the argument of a pull method comes from, by the rules of minimal APIs.</summary>
/// <param name="route">The parameters of the route.</param>
/// <param name="sink">Where to report.</param>
internal sealed class ArgumentParser(EquatableArray<RouteParameter> route, DiagnosticSink sink)
{
    private const string Mvc = "Microsoft.AspNetCore.Mvc.";

    public ArgumentModel? Parse(IParameterSymbol parameter)
    {
        if (parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType) return Refuse(parameter, "a stream outlives the call: pass it by value");
        if (Special(parameter) is { } special) return special;
        if (parameter.Type.Is("Microsoft.AspNetCore.Http.HttpRequest") || parameter.Type.Is("Microsoft.AspNetCore.Http.HttpResponse"))
            return Refuse(parameter, "take the HttpContext, which has it");
        if (parameter.Attribute(Names.LastEventId) is not null)
        {
            return parameter.Type is { SpecialType: SpecialType.System_String, NullableAnnotation: not NullableAnnotation.NotAnnotated }
                ? Argument(parameter, ArgumentSource.LastEventId, "", ArgumentParse.Text)
                : Refuse(parameter, "[LastEventId] is a 'string?': a new client has none");
        }

        foreach (var unsupported in new[] { "FromBodyAttribute", "FromFormAttribute" })
            if (parameter.Attribute(Mvc + unsupported) is not null) return Refuse(parameter, "an EventSource sends a GET request, which has no body");
        if (parameter.Attribute("Microsoft.AspNetCore.Http.AsParametersAttribute") is not null)
            return Refuse(parameter, "[AsParameters] is not supported: list the parameters");

        return Annotated(parameter, out var argument) ? argument : Inferred(parameter);
    }

    private static ArgumentModel? Special(IParameterSymbol parameter) => parameter.Type.ToDisplayString() switch
    {
        "System.Threading.CancellationToken" => Argument(parameter, ArgumentSource.Cancellation, "", ArgumentParse.Text),
        "Microsoft.AspNetCore.Http.HttpContext" => Argument(parameter, ArgumentSource.Context, "", ArgumentParse.Text),
        "System.Security.Claims.ClaimsPrincipal" => Argument(parameter, ArgumentSource.User, "", ArgumentParse.Text),
        _ => null,
    };

    /// <returns>Whether an attribute says where the argument is; <paramref name="argument"/> is <see langword="null"/> when it cannot be there.</returns>
    private bool Annotated(IParameterSymbol parameter, out ArgumentModel? argument)
    {
        if (parameter.Attribute(Mvc + "FromRouteAttribute") is { } fromRoute)
        {
            var name = fromRoute.Named<string>("Name") ?? parameter.Name;
            argument = IsInRoute(name) ? Text(parameter, ArgumentSource.Route, name) : Refuse(parameter, $"the route has no parameter '{name}'");
        }
        else if (parameter.Attribute(Mvc + "FromQueryAttribute") is { } fromQuery) argument = Text(parameter, ArgumentSource.Query, fromQuery.Named<string>("Name") ?? parameter.Name);
        else if (parameter.Attribute(Mvc + "FromHeaderAttribute") is { } fromHeader) argument = Text(parameter, ArgumentSource.Header, fromHeader.Named<string>("Name") ?? parameter.Name);
        else if (parameter.Attribute(Mvc + "FromServicesAttribute") is not null) argument = Argument(parameter, ArgumentSource.Service, "", ArgumentParse.Text);
        else if (parameter.Attribute(Names.FromKeyedServices) is { ConstructorArguments: [var key] }) argument = Argument(parameter, ArgumentSource.KeyedService, key.ToCSharpString(), ArgumentParse.Text);
        else
        {
            argument = null;
            return false;
        }

        return true;
    }

    private ArgumentModel? Inferred(IParameterSymbol parameter)
    {
        if (IsInRoute(parameter.Name)) return Text(parameter, ArgumentSource.Route, parameter.Name);
        if (ParseOf(parameter.Type) is not null) return Text(parameter, ArgumentSource.Query, parameter.Name);
        if (parameter.Type.TypeKind is TypeKind.Interface or TypeKind.Class) return Argument(parameter, ArgumentSource.Service, "", ArgumentParse.Text);
        return Refuse(parameter, "it is no service, and text from the request cannot be parsed to it: use a type that implements ISpanParsable<T>");
    }

    private ArgumentModel? Text(IParameterSymbol parameter, ArgumentSource source, string name) => ParseOf(parameter.Type) is { } parse
        ? Argument(parameter, source, name, parse)
        : Refuse(parameter, "text from the request cannot be parsed to it: use string, an enum or a type that implements ISpanParsable<T>");

    private bool IsInRoute(string name)
    {
        foreach (var parameter in route)
            if (string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static ArgumentParse? ParseOf(ITypeSymbol type)
    {
        type = type.Unwrap(out _);
        if (type.SpecialType == SpecialType.System_String) return ArgumentParse.Text;
        if (type.TypeKind == TypeKind.Enum) return ArgumentParse.Enum;
        foreach (var implemented in type.AllInterfaces)
            if (implemented.Is("System.ISpanParsable<TSelf>") && SymbolEqualityComparer.Default.Equals(implemented.TypeArguments[0], type)) return type.IsValueType ? ArgumentParse.Value : ArgumentParse.Object;
        return null;
    }

    private static ArgumentModel Argument(IParameterSymbol parameter, ArgumentSource source, string name, ArgumentParse parse)
    {
        var type = parameter.Type.Unwrap(out var isNullable);
        var isOptional = isNullable || (parameter.Type.IsReferenceType && parameter.NullableAnnotation != NullableAnnotation.NotAnnotated);
        return new ArgumentModel(parameter.Name.Escaped(), type.ToSourceNotNull(), source, name, parse, isOptional, DefaultValues.Of(parameter));
    }

    private ArgumentModel? Refuse(IParameterSymbol parameter, string reason)
    {
        sink.Report(Rules.UnsupportedParameter, parameter.Place(), parameter.Name, parameter.Type.ToDisplayString(), reason);
        return null;
    }
}
