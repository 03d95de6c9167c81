using System.Reflection;
using System.Text;
using AotSse.Hosting;
using AotSse.Wire;

[assembly: AssemblyFixture(typeof(AotSse.Generators.Tests.Payloads.PayloadProject))]

namespace AotSse.Generators.Tests.Payloads;

/// <summary>A running project with streams of every payload: <c>Pull{name}</c> and <c>Push{name}</c> for each type of value.</summary>
public sealed class PayloadProject : IAsyncLifetime
{
    /// <summary>The types of values that JSON carries.</summary>
    public static IReadOnlyList<Type> ValueTypes { get; } =
    [
        typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(Int128), typeof(UInt128),
        typeof(Half), typeof(float), typeof(double), typeof(decimal), typeof(bool), typeof(char), typeof(Guid),
        typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
        typeof(SByteEnum), typeof(ByteEnum), typeof(Int16Enum), typeof(UInt16Enum), typeof(Int32Enum), typeof(UInt32Enum), typeof(Int64Enum), typeof(UInt64Enum),
    ];

    private static readonly Type[] Objects = [typeof(Texts), typeof(Annotated), typeof(Place), typeof(Mixed), typeof(Empty), typeof(ReadOnlyMemory<byte>), typeof(string)];

    private readonly Dictionary<Type, MethodInfo> _writers = [];
    private RunningProject? _project;

    internal RunningProject Running => _project!;

    public async ValueTask InitializeAsync()
    {
        _project = await RunningProject.StartAsync("""
            using System;
            using System.Collections.Generic;
            using System.Threading.Tasks;
            using AotSse;
            using AotSse.Generators.Tests.Payloads;

            """ + string.Concat(ValueTypes.Select(StreamsOf)) + string.Concat(Objects.Select(StreamsOfObject)));
        foreach (var method in _project.Assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.NonPublic | BindingFlags.Static)))
            if (method.GetParameters() is [var frame, var item] && frame.ParameterType == typeof(FrameWriter).MakeByRefType()) _writers.Add(item.ParameterType, method);
    }

    public ValueTask DisposeAsync() => _project?.DisposeAsync() ?? default;

    /// <summary>The bytes of one event, by the writer that was generated for items of this type.</summary>
    public string Write<T>(T item)
    {
        var batch = new FrameBatch();
        try
        {
            var frame = batch.Open();
            _writers[typeof(T)].CreateDelegate<EventWriter<T>>()(ref frame, item);
            frame.Commit();
            return Encoding.UTF8.GetString(batch.Written);
        }
        finally
        {
            batch.Clear();
        }
    }

    private static string StreamsOf(Type type) => $$"""
        public static partial class Pull{{type.Name}}
        {
            [EventStream("/pull/{{type.Name}}/value")]
            public static async partial IAsyncEnumerable<{{type}}> Value() { await Task.Yield(); yield break; }

            [EventStream("/pull/{{type.Name}}/maybe")]
            public static async partial IAsyncEnumerable<{{type}}?> Maybe() { await Task.Yield(); yield break; }

            [EventStream("/pull/{{type.Name}}/pair")]
            public static async partial IAsyncEnumerable<Pair<{{type}}>> Pair() { await Task.Yield(); yield break; }
        }

        public sealed partial class Push{{type.Name}}
        {
            [EventStream("/push/{{type.Name}}")]
            public partial void Sent({{type}} value, {{type}}? maybe);
        }

        """;

    private static string StreamsOfObject(Type type) => $$"""
        public static partial class Pull{{Simple(type)}}
        {
            [EventStream("/pull/{{Simple(type)}}/value")]
            public static async partial IAsyncEnumerable<{{(type.IsGenericType ? "ReadOnlyMemory<byte>" : type)}}> Value() { await Task.Yield(); yield break; }
        }

        """;

    private static string Simple(Type type) => type.Name.Split('`')[0];
}
