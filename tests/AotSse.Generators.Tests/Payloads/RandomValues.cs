using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FsCheck.Fluent;

namespace AotSse.Generators.Tests.Payloads;

/// <summary>Values of any type, made from a seed: the same seed gives the same values, but for the texts, which are new in each run.</summary>
internal sealed class RandomValues(int seed)
{
    private const int MaxDepth = 5;

    private static readonly string[] Texts = [.. NastyTexts.All.Sample(200)];

    private readonly Random _random = new(seed);

    public object? Of(Type type, int depth = 0)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying) return OneIn(3) ? null : Of(underlying, depth);
        if (type.IsEnum) return OneIn(2) ? Enum.ToObject(type, _random.NextInt64(-2, 12)) : Pick(Enum.GetValues(type).Cast<object>().ToArray());
        if (Scalar(type) is { } scalar) return scalar;
        if (Tree(type) is { } tree) return tree;
        if (!type.IsValueType && depth > 0 && (OneIn(6) || depth > MaxDepth)) return null;
        return Collection(type, depth + 1) ?? Object(Concrete(type), depth + 1);
    }

    private object? Scalar(Type type) => type switch
    {
        _ when type == typeof(string) => OneIn(4) ? "plain" : Pick(Texts),
        _ when type == typeof(bool) => OneIn(2),
        _ when type == typeof(char) => (char)_random.Next(0xD800),
        _ when type == typeof(byte) => (byte)_random.Next(),
        _ when type == typeof(sbyte) => (sbyte)_random.Next(),
        _ when type == typeof(short) => (short)_random.Next(),
        _ when type == typeof(ushort) => (ushort)_random.Next(),
        _ when type == typeof(int) => OneIn(4) ? 0 : _random.Next(int.MinValue, int.MaxValue) >> _random.Next(32),
        _ when type == typeof(uint) => (uint)_random.NextInt64(),
        _ when type == typeof(long) => _random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(64),
        _ when type == typeof(ulong) => (ulong)_random.NextInt64(long.MinValue, long.MaxValue),
        _ when type == typeof(Int128) => new Int128((ulong)_random.NextInt64(long.MinValue, long.MaxValue), (ulong)_random.NextInt64()),
        _ when type == typeof(UInt128) => new UInt128((ulong)_random.NextInt64(), (ulong)_random.NextInt64()),
        _ when type == typeof(float) => OneIn(4) ? 0f : (float)((_random.NextDouble() - 0.5) * Math.Pow(10, _random.Next(-30, 30))),
        _ when type == typeof(double) => OneIn(4) ? -0.0 : (_random.NextDouble() - 0.5) * Math.Pow(10, _random.Next(-300, 300)),
        _ when type == typeof(Half) => (Half)(_random.NextDouble() * 100),
        _ when type == typeof(decimal) => new decimal(_random.Next(), _random.Next(), OneIn(2) ? 0 : _random.Next(), OneIn(2), (byte)_random.Next(29)),
        _ when type == typeof(Guid) => new Guid(Bytes(16)),
        _ when type == typeof(DateTime) => new DateTime(_random.NextInt64(DateTime.MaxValue.Ticks), (DateTimeKind)_random.Next(3)),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(_random.NextInt64(TimeSpan.TicksPerDay * 2, DateTime.MaxValue.Ticks - (TimeSpan.TicksPerDay * 2)), TimeSpan.FromMinutes(_random.Next(-840, 840))),
        _ when type == typeof(DateOnly) => DateOnly.FromDayNumber(_random.Next(DateOnly.MaxValue.DayNumber)),
        _ when type == typeof(TimeOnly) => new TimeOnly(_random.NextInt64(TimeOnly.MaxValue.Ticks)),
        _ when type == typeof(TimeSpan) => new TimeSpan(_random.NextInt64(long.MinValue, long.MaxValue)),
        _ when type == typeof(Uri) => new Uri(Pick("http://a.example/b c?d=é&f+g", "/relative path", "data:x"), UriKind.RelativeOrAbsolute),
        _ when type == typeof(Version) => Pick(new Version(1, 2), new Version(1, 2, 3), new Version(int.MaxValue, 2, 3, int.MaxValue)),
        _ when type == typeof(byte[]) => Bytes(_random.Next(70)),
        _ when type == typeof(Memory<byte>) => new Memory<byte>(Bytes(_random.Next(70))),
        _ => null,
    };

    private object? Tree(Type type)
    {
        var json = Pick("{\"a+\":[1,2.50,null,\"é<\"],\"b\":{}}", "[true, {\"x\" : 1e5}]", "\"\\u0041\"", "[]", "7");
        if (type == typeof(JsonDocument)) return JsonDocument.Parse(json);
        if (type == typeof(JsonElement)) return JsonDocument.Parse(json).RootElement;
        if (type == typeof(JsonNode)) return JsonNode.Parse(json);
        if (type == typeof(JsonObject)) return new JsonObject { ["a<"] = "é", ["b"] = 1.5 };
        return type == typeof(JsonArray) ? new JsonArray(1, "x+", null) : null;
    }

    private object? Collection(Type type, int depth)
    {
        if (type.IsArray) return Items(type.GetElementType()!, depth);
        if (!type.IsGenericType) return null;
        var arguments = type.GetGenericArguments();
        var definition = type.GetGenericTypeDefinition();
        if (definition == typeof(KeyValuePair<,>) || definition.Name.StartsWith("Tuple", StringComparison.Ordinal) || definition.Name.StartsWith("ValueTuple", StringComparison.Ordinal) || definition.Namespace!.StartsWith(nameof(AotSse), StringComparison.Ordinal)) return null;
        if (definition == typeof(ReadOnlyMemory<>)) return Activator.CreateInstance(type, Items(arguments[0], depth));
        if (definition == typeof(ArraySegment<>)) return Activator.CreateInstance(type, Items(arguments[0], depth));
        if (arguments.Length == 2) return Map(type, definition, arguments, depth);

        var items = Items(arguments[0], depth);
        if (type.IsInterface && OneIn(2) && type.IsInstanceOfType(items)) return items;
        var concrete = type.IsInterface ? (definition.Name.Contains("Set", StringComparison.Ordinal) ? typeof(HashSet<>) : typeof(List<>)).MakeGenericType(arguments) : type;
        if (OneIn(4) && definition == typeof(IEnumerable<>)) concrete = typeof(Queue<>).MakeGenericType(arguments);
        if (definition.Namespace == typeof(ImmutableArray).Namespace) return CreateImmutable(definition, "CreateRange", arguments, items);
        return Activator.CreateInstance(concrete, items);
    }

    private object Map(Type type, Type definition, Type[] arguments, int depth)
    {
        var map = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
        for (var i = _random.Next(5); i > 0; i--)
            if (Of(arguments[0], MaxDepth) is { } key) map[key] = Of(arguments[1], depth);
        if (type.IsInstanceOfType(map) && !OneIn(4)) return map;
        if (definition.Namespace == typeof(ImmutableArray).Namespace) return CreateImmutable(definition, "CreateRange", arguments, map);
        var concrete = type.IsInterface ? typeof(SortedDictionary<,>).MakeGenericType(arguments) : type;
        // By culture, texts that differ only in ignorable characters are one key.
        return concrete.Name.StartsWith("Sorted", StringComparison.Ordinal) && arguments[0] == typeof(string)
            ? Activator.CreateInstance(concrete, map, StringComparer.Ordinal)!
            : Activator.CreateInstance(concrete, map)!;
    }

    private static object CreateImmutable(Type definition, string method, Type[] arguments, object items)
    {
        var factory = definition.Assembly.GetType(definition.FullName!.Split('`')[0])!;
        return factory.GetMethods().First(m => m.Name == method && m.GetParameters() is [{ ParameterType.Name: "IEnumerable`1" }]).MakeGenericMethod(arguments).Invoke(null, [items])!;
    }

    private Array Items(Type element, int depth)
    {
        var items = Array.CreateInstance(element, _random.Next(depth > 3 ? 2 : 5));
        for (var i = 0; i < items.Length; i++) items.SetValue(Of(element, depth), i);
        return items;
    }

    private Type Concrete(Type type)
    {
        var derived = type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(attribute => attribute.DerivedType).ToList();
        if (derived.Count > 0 && (!type.IsAbstract && OneIn(3)) == false) return Pick(derived.ToArray());
        return type.IsInterface ? Pick(type.Assembly.GetTypes().Where(found => !found.IsInterface && found.IsAssignableTo(type)).ToArray()) : type;
    }

    private object Object(Type type, int depth)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();
        var made = constructor is null ? Activator.CreateInstance(type)! : constructor.Invoke([.. constructor.GetParameters().Select(p => Of(p.ParameterType, depth))]);
        if (constructor?.GetParameters().Length > 0) return made;
        foreach (var property in type.GetProperties().Where(p => p.CanWrite && p.GetIndexParameters().Length == 0 && p.GetCustomAttribute<JsonNumberHandlingAttribute>()?.Handling != JsonNumberHandling.AllowNamedFloatingPointLiterals))
            if (property.Name != "Capacity" && Of(property.PropertyType, depth) is { } value) property.SetValue(made, value);
        foreach (var field in type.GetFields().Where(f => !f.IsLiteral && !f.IsInitOnly)) field.SetValue(made, Of(field.FieldType, depth));
        return made;
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private bool OneIn(int many) => _random.Next(many) == 0;

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}
