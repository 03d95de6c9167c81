namespace AotSse.Generators.Model;

/// <summary>The data of an event, as plain data that can be walked: by what writes frames, and by what describes them.</summary>
/// <param name="Kind">What stands in the <c>data</c> field.</param>
/// <param name="Json">The value, if it is JSON.</param>
/// <param name="Shapes">Every type the value reaches that is more than a scalar, each once; values name theirs. So a type may contain itself.</param>
/// <param name="IsRecursive">Whether a shape contains itself, so that only a count of the depth ends a cycle.</param>
/// <param name="Item">Whether the data stands in an <c>SseItem</c>.</param>
/// <param name="Experiments">The IDs of <c>[Experimental]</c> on what its code names.</param>
internal sealed record PayloadModel(
    PayloadKind Kind,
    ValueModel? Json = null,
    EquatableArray<ShapeModel> Shapes = default,
    bool IsRecursive = false,
    SseItemKind Item = SseItemKind.None,
    EquatableArray<string> Experiments = default)
{
    /// <summary>The shape with this name.</summary>
    public ShapeModel Shape(string name)
    {
        foreach (var shape in Shapes)
            if (shape.Name == name) return shape;
        throw new ArgumentException($"There is no shape '{name}'.", nameof(name));
    }
}

/// <summary>What stands in a <c>data</c> field.</summary>
internal enum PayloadKind
{
    /// <summary>Text as it is.</summary>
    Text,

    /// <summary>UTF-8 bytes as they are.</summary>
    Utf8,

    /// <summary>JSON.</summary>
    Json,
}

/// <summary>Whether data stands in an <c>SseItem</c>.</summary>
internal enum SseItemKind
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>In one that has an event type only.</summary>
    EventOnly,

    /// <summary>In one that has an id and a reconnection time as well: it has since version 10.</summary>
    WithFields,
}
