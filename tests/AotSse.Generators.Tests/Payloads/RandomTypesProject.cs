[assembly: AssemblyFixture(typeof(AotSse.Generators.Tests.Payloads.RandomTypesProject))]

namespace AotSse.Generators.Tests.Payloads;

/// <summary>A running project with types that nobody thought of, and one stream for each.</summary>
public sealed class RandomTypesProject : IAsyncLifetime
{
    private const int Count = 250;

    /// <summary>Another seed gives other types; what one of them shows belongs into <see cref="ShapeProject"/>.</summary>
    private const int Seed = 20260;

    private readonly Dictionary<string, ShapeWriter> _writers = [];
    private RunningProject? _project;

    /// <summary>The names of the types.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(0, Count).Select(number => FormattableString.Invariant($"T{number}"))];

    public async ValueTask InitializeAsync()
    {
        var types = new RandomTypes(Seed);
        Assert.Equal(Names, types.Declare(Count));
        _project = await RunningProject.StartAsync($"""
            #pragma warning disable CS8618 // Members are set by reflection.
            using System;
            using System.Collections.Generic;
            using System.Collections.Immutable;
            using System.Text.Json.Nodes;
            using System.Text.Json.Serialization;
            using AotSse.Generators.Tests.Payloads;

            {types}
            """, ShapeWriter.StreamsOf(Names));
        for (var i = 0; i < Count; i++) _writers.Add(Names[i], ShapeWriter.Of(_project.Assembly, _project.Assembly.GetType(Names[i], throwOnError: true)!, i));
    }

    public ValueTask DisposeAsync() => _project?.DisposeAsync() ?? default;

    /// <summary>Writes values of a type.</summary>
    internal ShapeWriter Writer(string name) => _writers[name];
}
