using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AotSse.Generators.Parsing;

/// <summary>Default values of parameters as expressions that have the parameter's type.</summary>
internal static class DefaultValues
{
    /// <returns><see langword="null"/> when there is none, or when it is <see langword="null"/>.</returns>
    public static string? Of(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue) return null;
        var type = parameter.Type.Unwrap(out var isNullable);
        if (parameter.ExplicitDefaultValue is { } value) return type.TypeKind == TypeKind.Enum ? EnumValue((INamedTypeSymbol)type, value) : Literal(value);
        return type.IsValueType && !isNullable ? "default" : null;
    }

    private static string EnumValue(INamedTypeSymbol type, object value)
    {
        foreach (var member in type.GetMembers())
            if (member is IFieldSymbol { HasConstantValue: true } field && Equals(field.ConstantValue, value)) return $"{type.ToSource()}.{member.Name.Escaped()}";
        return $"({type.ToSource()})({SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)})";
    }

    /// <summary>Without a suffix the compiler would read another type, and lose digits of a decimal.</summary>
    private static string Literal(object value) => value switch
    {
        double d when double.IsNaN(d) || double.IsInfinity(d) => "double." + NotFinite(d),
        float f when float.IsNaN(f) || float.IsInfinity(f) => "float." + NotFinite(f),
        double d => d.ToString("R", CultureInfo.InvariantCulture) + "d",
        float f => f.ToString("R", CultureInfo.InvariantCulture) + "f",
        decimal m => m.ToString(CultureInfo.InvariantCulture) + "m",
        _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false),
    };

    private static string NotFinite(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "PositiveInfinity" : "NegativeInfinity";
}
