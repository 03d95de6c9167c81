using System.Collections.Immutable;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Tests.Models;

/// <summary>Models are plain data: a symbol in one would keep the compilation of its first run alive, and compare unequal in each.</summary>
public sealed class ModelShapeTests
{
    public static TheoryData<Type> Roots => [typeof(StreamDeclaration), typeof(TypeSource), typeof(RegistrarModel), typeof(RegistrarSet), typeof(ClientModel), typeof(ClientFile)];

    [Theory]
    [MemberData(nameof(Roots))]
    public void Nothing_of_Roslyn_can_be_reached(Type model) => Assert.Empty(ModelGuard.FindFaults(model));

    [Fact]
    public void The_walk_reaches_every_model() =>
        Assert.Superset(
            typeof(StreamModel).Assembly.GetTypes()
                .Where(type => type.Namespace == typeof(StreamModel).Namespace && !type.IsGenericType && !type.IsNested && !(type.IsAbstract && type.IsSealed))
                .ToHashSet(),
            Roots.SelectMany(root => ModelGuard.Reachable(root.Data)).ToHashSet());

    [Theory]
    [InlineData(typeof(WithSymbol), "WithSymbol.<Type>k__BackingField holds Microsoft.CodeAnalysis.INamedTypeSymbol")]
    [InlineData(typeof(WithTreeInList), "WithTreeInList.<Trees>k__BackingField<SyntaxTree> holds Microsoft.CodeAnalysis.SyntaxTree")]
    [InlineData(typeof(WithObject), "WithObject.<Anything>k__BackingField is of type System.Object, which can hold anything")]
    [InlineData(typeof(WithNested), "WithNested.<Inner>k__BackingField.<Type>k__BackingField holds Microsoft.CodeAnalysis.INamedTypeSymbol")]
    [InlineData(typeof(WithLocation), "WithLocation.<Place>k__BackingField holds Microsoft.CodeAnalysis.Location")]
    public void The_guard_finds_what_is_wrong(Type bad, string fault) => Assert.Contains(fault, ModelGuard.FindFaults(bad));

    private sealed record WithSymbol(INamedTypeSymbol Type);

    private sealed record WithTreeInList(ImmutableArray<SyntaxTree> Trees);

    private sealed record WithObject(object Anything);

    private sealed record WithNested(WithSymbol Inner);

    private sealed record WithLocation(Location? Place);
}
