using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

[assembly: AssemblyFixture(typeof(AotSse.Generators.Tests.Payloads.ShapeProject))]

namespace AotSse.Generators.Tests.Payloads;

/// <summary>A running project with one stream for each of some hundred shapes: scalars in every kind of collection, and objects of every rule.</summary>
public sealed class ShapeProject : IAsyncLifetime
{
    private static readonly Type[] Scalars =
    [
        typeof(string), typeof(bool), typeof(char), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(Int128),
        typeof(UInt128), typeof(Half), typeof(float), typeof(double), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly),
        typeof(TimeSpan), typeof(Uri), typeof(Version), typeof(Level), typeof(Named), typeof(Rights), typeof(Signed),
    ];

    /// <summary>Elements that are no names of members.</summary>
    private static readonly Type[] Others = [typeof(byte[]), typeof(JsonElement), typeof(JsonNode), typeof(Line), typeof(Figure), typeof(Place), typeof(int?), typeof(DateTime?), typeof(Named?), typeof(Place?), typeof(List<string>), typeof(int[][])];

    private static readonly Type[] Collections =
    [
        typeof(List<>), typeof(IReadOnlyList<>), typeof(IEnumerable<>), typeof(ICollection<>), typeof(IList<>), typeof(HashSet<>), typeof(ISet<>), typeof(Queue<>), typeof(ImmutableArray<>), typeof(ImmutableList<>),
        typeof(ReadOnlyMemory<>), typeof(Box<>),
    ];

    private static readonly Type[] Objects =
    [
        typeof(Purchase), typeof(Address), typeof(Grand), typeof(Parent), typeof(Child), typeof(Hiding), typeof(Conditions), typeof(MixedConditions), typeof(OnlyConditional), typeof(Enums),
        typeof(NumbersAsText), typeof(NumbersByMember), typeof(NumberList), typeof(Figure), typeof(Animal), typeof(IThing), typeof(NearBase), typeof(Fallback), typeof(Tree), typeof(Numbered), typeof(Graph),
        typeof(SelfList), typeof(Custom), typeof(Everything), typeof(Two<Level, Two<int?, List<Line>>>), typeof(Span2<int>), typeof(Span2<Line>), typeof(Box<Box<Box<string>>>), typeof(Dictionary<string, Dictionary<int, List<Line>>>),
        typeof(KeyValuePair<string, Line>), typeof(Tuple<int, string, Line>), typeof((int, string)), typeof(IDictionary<Guid, Line>), typeof(SortedDictionary<string, Place>), typeof(Chain),
        typeof(IIdentified), typeof(ILabelled), typeof(ISide), typeof(IDiamond), typeof(IShadow), typeof(IAmbiguous), typeof(IOf<int>), typeof(IOpen), typeof(Holder), typeof(List<ILabelled?>),
        typeof(NumbersByBase), typeof(Extended), typeof(OnlyExtension), typeof(ExtendedBase), typeof(ExtendedCase),
    ];

    /// <summary>All shapes.</summary>
    public static IReadOnlyList<Type> Shapes { get; } =
    [
        .. Objects,
        .. Scalars.Concat(Others).Select(type => type.MakeArrayType()).Where(type => type != typeof(byte[])),
        .. Collections.SelectMany(_ => Scalars.Concat(Others), (collection, type) => collection.MakeGenericType(type)).Where(type => type != typeof(ReadOnlyMemory<byte>)),
        .. Scalars.Select(type => typeof(Dictionary<,>).MakeGenericType(type, typeof(int))),
        .. Scalars.Concat(Others).Select(type => typeof(IReadOnlyDictionary<,>).MakeGenericType(typeof(string), type)),
        .. Scalars.Where(type => type.IsValueType).Select(type => typeof(ImmutableDictionary<,>).MakeGenericType(type, typeof(string))),
        .. Others.Where(type => type.Name[0] != 'N').Select(type => typeof(Two<,>).MakeGenericType(type, typeof(string))),
    ];

    private readonly Dictionary<Type, ShapeWriter> _writers = [];
    private RunningProject? _project;

    public async ValueTask InitializeAsync()
    {
        _project = await RunningProject.StartAsync(ShapeWriter.StreamsOf(Shapes.Select(NameOf)));
        for (var i = 0; i < Shapes.Count; i++) _writers.Add(Shapes[i], ShapeWriter.Of(_project.Assembly, Shapes[i], i));
    }

    public ValueTask DisposeAsync() => _project?.DisposeAsync() ?? default;

    /// <summary>The frame of one event.</summary>
    public string Write(Type shape, object? value) => _writers[shape].Write(value);

    /// <summary>A type as C# names it.</summary>
    internal static string NameOf(Type type)
    {
        if (type.IsArray) return NameOf(type.GetElementType()!) + "[]";
        if (!type.IsGenericType) return "global::" + type.FullName!.Replace('+', '.');
        return $"global::{type.Namespace}.{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
    }
}
