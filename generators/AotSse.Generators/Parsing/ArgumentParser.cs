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
        if (BindsItself(parameter.Type)) return Refuse(parameter, "its 'BindAsync' is not called here: take the HttpContext, implement IParsable<T>, or mark the parameter [FromServices] if it is a service");
        if (parameter.Type.TypeKind is TypeKind.Interface or TypeKind.Class) return Argument(parameter, ArgumentSource.Service, "", ArgumentParse.Text);
        return Refuse(parameter, "it is no service, and text from the request cannot be parsed to it: use a type that implements IParsable<T> or has a static TryParse");
    }

    private ArgumentModel? Text(IParameterSymbol parameter, ArgumentSource source, string name) => ParseOf(parameter.Type) is { } parse
        ? Argument(parameter, source, name, parse.Parse, parse.Parser)
        : Refuse(parameter, "text from the request cannot be parsed to it: use string, an enum or a type that implements IParsable<T> or has a static TryParse");

    private bool IsInRoute(string name)
    {
        foreach (var parameter in route)
            if (string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>How text becomes a value of this type, and the delegate that does it where the type itself does not.</summary>
    private static (ArgumentParse Parse, string? Parser)? ParseOf(ITypeSymbol type)
    {
        type = type.Unwrap(out _);
        if (type.SpecialType == SpecialType.System_String) return (ArgumentParse.Text, null);
        if (type.TypeKind == TypeKind.Enum) return (ArgumentParse.Enum, null);
        var kind = type.IsValueType ? ArgumentParse.Value : ArgumentParse.Object;
        if (type.Is("System.Uri")) return (kind, Lambda(type, "global::System.Uri.TryCreate(text, global::System.UriKind.RelativeOrAbsolute, out value)"));
        foreach (var implemented in type.AllInterfaces)
            if (implemented.Is("System.IParsable<TSelf>") && SymbolEqualityComparer.Default.Equals(implemented.TypeArguments[0], type)) return (kind, null);

        var methods = type.GetMembers("TryParse").OfType<IMethodSymbol>().Where(method => IsParser(method, type)).ToList();
        var name = type.ToSourceNotNull() + ".TryParse";
        if (methods.Exists(method => method.Parameters.Length == 3)) return (kind, Lambda(type, $"{name}(text, global::System.Globalization.CultureInfo.InvariantCulture, out value)"));
        return methods.Count > 0 ? (kind, Lambda(type, $"{name}(text, out value)")) : null;
    }

    private static string Lambda(ITypeSymbol type, string call) => $"static (string text, out {type.ToSourceNotNull()}{(type.IsValueType ? "" : "?")} value) => {call}";

    /// <summary>Whether minimal APIs would parse by this method: <c>TryParse(string, out T)</c>, with a format provider between the two or not.</summary>
    private static bool IsParser(IMethodSymbol method, ITypeSymbol type) =>
        method is { IsStatic: true, DeclaredAccessibility: Accessibility.Public, ReturnType.SpecialType: SpecialType.System_Boolean, IsGenericMethod: false }
        && method.Parameters is [{ Type.SpecialType: SpecialType.System_String }, .., { RefKind: RefKind.Out, Type: var made }]
        && SymbolEqualityComparer.Default.Equals(made, type)
        && (method.Parameters.Length == 2 || (method.Parameters.Length == 3 && method.Parameters[1].Type.Is("System.IFormatProvider")));

    private static bool BindsItself(ITypeSymbol type) =>
        type.GetMembers("BindAsync").OfType<IMethodSymbol>().Any(method => method.IsStatic && method.Parameters is [{ Type: var first }, ..] && first.Is("Microsoft.AspNetCore.Http.HttpContext"));

    private static ArgumentModel Argument(IParameterSymbol parameter, ArgumentSource source, string name, ArgumentParse parse, string? parser = null)
    {
        var type = parameter.Type.Unwrap(out var isNullable);
        var isOptional = isNullable || (parameter.Type.IsReferenceType && parameter.NullableAnnotation != NullableAnnotation.NotAnnotated);
        return new ArgumentModel(parameter.Name.Escaped(), type.ToSourceNotNull(), source, name, parse, isOptional, DefaultValues.Of(parameter), parser);
    }

    private ArgumentModel? Refuse(IParameterSymbol parameter, string reason)
    {
        sink.Report(Rules.UnsupportedParameter, parameter.Place(), parameter.Name, parameter.Type.ToDisplayString(), reason);
        return null;
    }
}
