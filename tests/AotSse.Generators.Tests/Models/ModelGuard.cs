using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AotSse.Generators.Tests.Models;

/// <summary>Walks what can be reached from a model's type and finds what must not be kept from one run to the next.</summary>
internal static class ModelGuard
{
    /// <summary>What holds a compilation, or the text of a file, in memory; sub-types and implementations too.</summary>
    private static readonly Type[] Forbidden =
        [typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxTree), typeof(Location), typeof(Compilation), typeof(SemanticModel), typeof(SourceText), typeof(AttributeData), typeof(Diagnostic)];

    /// <summary>Paths to what is forbidden, or can be anything.</summary>
    public static IReadOnlyList<string> FindFaults(Type model)
    {
        var faults = new List<string>();
        Visit(model, model.Name, [], faults);
        return faults;
    }

    /// <summary>All types that can be reached from a model's type.</summary>
    public static IReadOnlySet<Type> Reachable(Type model)
    {
        var seen = new HashSet<Type>();
        Visit(model, model.Name, seen, []);
        return seen;
    }

    private static void Visit(Type type, string path, HashSet<Type> seen, List<string> faults)
    {
        if (type.IsArray) type = type.GetElementType()!;
        if (Array.Exists(Forbidden, forbidden => forbidden.IsAssignableFrom(type)) || type.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true)
            faults.Add($"{path} holds {type}");
        else if (type == typeof(object) || type.IsInterface || typeof(Delegate).IsAssignableFrom(type))
            faults.Add($"{path} is of type {type}, which can hold anything");

        if (!seen.Add(type)) return;
        foreach (var argument in type.GetGenericArguments()) Visit(argument, $"{path}<{argument.Name}>", seen, faults);
        if (type.IsPrimitive || type.IsEnum || type == typeof(string) || type.Namespace == typeof(ImmutableArray).Namespace || type.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true) return;
        if (type.IsAbstract)
            foreach (var derived in type.Assembly.GetTypes().Where(derived => derived.IsSubclassOf(type))) Visit(derived, $"{path}({derived.Name})", seen, faults);
        for (var t = type; t is not null && t != typeof(object) && t != typeof(ValueType); t = t.BaseType)
            foreach (var field in t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                Visit(field.FieldType, $"{path}.{field.Name}", seen, faults);
    }
}
