using System.Text.Json;

namespace AotSse.Wire;

// Objects, arrays and what stands between their parts.
public ref partial struct FrameWriter
{
    /// <summary>How deep values may nest, as in <see cref="JsonSerializerOptions.MaxDepth"/>.</summary>
    private const int MaxDepth = 64;

    /// <summary>Ends an array each of whose items was followed by a comma: the bracket takes the place of the last one.</summary>
    public void EndArray() => End((byte)']');

    /// <summary>Ends an object each of whose members was followed by a comma: the brace takes the place of the last one.</summary>
    public void EndObject() => End((byte)'}');

    /// <summary>Counts an object or array that may contain itself.</summary>
    /// <param name="hasValues">Whether it holds values that are neither objects nor arrays.</param>
    /// <exception cref="JsonException">More than 64 are open: one contains itself, or the payload is nested too deeply.</exception>
    public void Enter(bool hasValues)
    {
        // JsonSerializer looks at the depth before it writes a value, and so lets an empty one through at the limit.
        if (_depth >= MaxDepth || (hasValues && _depth + 1 >= MaxDepth)) ThrowTooDeep();
        _depth++;
    }

    /// <summary>Counts the end of an object or array.</summary>
    public void Leave() => _depth--;

    /// <summary>The error for a value whose type no <c>[JsonDerivedType]</c> names.</summary>
    /// <param name="type">The type of the value.</param>
    /// <param name="union">The type with the attributes.</param>
    public static NotSupportedException UnknownType(Type type, Type union) =>
        new($"A value of type '{type}' cannot be sent as '{union}': no [JsonDerivedType] of '{union}' names its type.");

    private void End(byte end)
    {
        if (_span[_length - 1] == ',') _span[_length - 1] = end;
        else Write([end]);
    }

    private static void ThrowTooDeep() =>
        throw new JsonException($"A payload contains itself, or is nested more than {MaxDepth} deep.");
}
