using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Reads what clients are told of a stream besides its events: its path, its parameters, what the user says of them.</summary>
internal static class ContractParser
{
    public static ContractModel Parse(IMethodSymbol method, string route, EquatableArray<RouteParameter> path, PushModel? push, PullModel? pull)
    {
        var declaration = StreamParser.UserDeclaration(method) ?? method;
        var parameters = new List<ContractParameter>();
        foreach (var parameter in path)
        {
            var name = pull is null
                ? push!.Topic.First(topic => topic.RouteName == parameter.Name).Name
                : pull.Arguments.FirstOrDefault(a => a.Source == ArgumentSource.Route && string.Equals(a.SourceName, parameter.Name, StringComparison.OrdinalIgnoreCase))?.Name;
            parameters.Add(Parameter(declaration, name, parameter.Name, ParameterPlace.Path, !parameter.IsOptional, parameter.IsCatchAll));
        }

        foreach (var argument in pull?.Arguments ?? default)
        {
            if (argument.Source is not (ArgumentSource.Query or ArgumentSource.Header)) continue;
            var place = argument.Source == ArgumentSource.Query ? ParameterPlace.Query : ParameterPlace.Header;
            parameters.Add(Parameter(declaration, argument.Name, argument.SourceName, place, !argument.IsOptional && argument.Default is null, false));
        }

        return new ContractModel(RouteParser.PathOf(route), Documentation.Summary(declaration) ?? Documentation.Summary(method), parameters.ToEquatable(), Members(declaration, push).ToEquatable());
    }

    private static IEnumerable<MemberDescription> Members(IMethodSymbol method, PushModel? push)
    {
        if (push is null or { DataExpression: not null }) yield break;
        foreach (var parameter in method.Parameters)
            if (Documentation.Parameter(method, parameter.Name) is { } text) yield return new MemberDescription(parameter.Name.Escaped(), text);
    }

    private static ContractParameter Parameter(IMethodSymbol method, string? name, string sourceName, ParameterPlace place, bool isRequired, bool isCatchAll)
    {
        var symbol = name is null ? null : method.Parameters.FirstOrDefault(p => p.Name == name.TrimStart('@'));
        var type = symbol?.Type.Unwrap(out _);
        var names = type is INamedTypeSymbol { TypeKind: TypeKind.Enum } named
            ? named.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).Select(field => field.Name)
            : [];
        var kind = type is null ? null : ScalarParser.KindOf(type);

        // What is no scalar is parsed from text in a way of its own.
        var value = kind is ValueKind.Number or ValueKind.Boolean or ValueKind.Guid or ValueKind.DateTime or ValueKind.Date or ValueKind.Time or ValueKind.Char
            ? new ValueModel(kind.Value, type!.ToSourceNotNull())
            : new ValueModel(ValueKind.String);
        return new ContractParameter(sourceName, place, isRequired, isCatchAll, value, names.ToEquatable(), symbol is null ? null : Documentation.Parameter(method, symbol.Name));
    }
}
