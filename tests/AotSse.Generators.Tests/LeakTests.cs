using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Tests;

/// <summary>An IDE keeps the driver for hours: what its tables hold must not hold the compilations that were seen.</summary>
public sealed class LeakTests
{
    private const string Source = """
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using AotSse;

        public sealed record Trade(string Symbol, int? Volume);

        public sealed partial class Trades
        {
            [EventStream("/trades/{symbol}")]
            public partial void Done(string symbol, [Payload] Trade trade);

            [EventStream("/all")]
            public static async partial IAsyncEnumerable<Trade> All(string? filter)
            {
                await Task.Yield();
                yield break;
            }
        }

        [AotSse.Client.EventStreamClient(typeof(Trades))]
        public sealed partial class TradesClient;
        """;

    [Fact]
    public void A_compilation_is_collected_while_its_models_live()
    {
        var compilation = Parse(out object[] models);

        Assert.False(IsAliveAfterCollection(compilation));
        Assert.Equal(12, models.Length);
        GC.KeepAlive(models);
    }

    [Fact]
    public void A_symbol_would_keep_its_compilation()
    {
        var compilation = Parse(out ISymbol symbol);

        Assert.True(IsAliveAfterCollection(compilation));
        GC.KeepAlive(symbol);
    }

    private static bool IsAliveAfterCollection(WeakReference reference)
    {
        for (var i = 0; i < 10 && reference.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return reference.IsAlive;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Parse(out ISymbol symbol)
    {
        var compilation = UserProject.Compile([Source]);
        symbol = compilation.GetTypeByMetadataName("Trades")!;
        return new WeakReference(compilation);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Parse(out object[] models)
    {
        var compilation = UserProject.Compile([Source]);
        var steps = GeneratorRun.CreateDriver().RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().Results.Single().TrackedSteps;
        models = [.. Caching.Names.SelectMany(name => steps[name]).SelectMany(step => step.Outputs).Select(output => output.Value)];
        return new WeakReference(compilation);
    }
}
