using AotSse.Generators.Model;

namespace AotSse.Generators.Contracts;

/// <summary>
/// The JSON Schemas of a payload. Objects, enums and unions have names, by which others refer to them; arrays and maps stand where they are used, unless they
/// contain themselves.
/// </summary>
/// <param name="payload">The payload, which is JSON.</param>
/// <param name="contract">Descriptions of members that are parameters.</param>
/// <param name="methodName">Names the object that all parameters make together.</param>
internal sealed class PayloadSchemas(PayloadModel payload, ContractModel contract, string methodName)
{
    private const string References = "#/components/schemas/";

    private readonly Dictionary<string, JsonObject?> _named = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly HashSet<string> _inlined = new(StringComparer.Ordinal);

    /// <summary>The schema of the whole data.</summary>
    public JsonObject Data() => Value(payload.Json!);

    /// <summary>The named schemas that were referred to, by name.</summary>
    public JsonObject Named()
    {
        var named = new JsonObject();
        foreach (var name in _order.OrderBy(name => name, StringComparer.Ordinal)) named.Add(name, _named[name]);
        return named;
    }

    private JsonObject Value(ValueModel value, bool isNeverNull = false)
    {
        var schema = value.Shape is { } shape ? Shape(payload.Shape(shape), value) : ScalarSchema.Of(value);
        return value.IsNullable && !isNeverNull ? OrNull(schema) : schema;
    }

    private static JsonObject OrNull(JsonObject schema)
    {
        // No keyword: anything, null too.
        if (schema.Count == 0) return schema;
        if (schema[0] is { Key: "type", Value: string type })
        {
            schema[0] = new KeyValuePair<string, object>("type", new List<object> { type, "null" });
            return schema;
        }

        return new JsonObject().Add("anyOf", new List<object> { schema, new JsonObject().Add("type", "null") });
    }

    private JsonObject Shape(ShapeModel shape, ValueModel value)
    {
        if (shape is ContextShape) return Described(new JsonObject(), shape.Description);
        if (shape is ArrayShape or MapShape && !IsOpen(shape))
        {
            _inlined.Add(shape.Name);
            var schema = Define(shape, value);
            _inlined.Remove(shape.Name);
            if (!_named.ContainsKey(NameOf(shape))) return schema;
        }

        return Reference(shape, value);
    }

    private bool IsOpen(ShapeModel shape) => _inlined.Contains(shape.Name) || _named.ContainsKey(NameOf(shape));

    private JsonObject Reference(ShapeModel shape, ValueModel value)
    {
        var name = NameOf(shape);
        if (!_named.ContainsKey(name))
        {
            _named.Add(name, null);
            _order.Add(name);
            _named[name] = Define(shape, value);
        }

        return new JsonObject().Add("$ref", References + name);
    }

    private JsonObject Define(ShapeModel shape, ValueModel value) => shape switch
    {
        ObjectShape found => Object(found),
        ArrayShape array => new JsonObject().Add("type", "array").Add("items", Value(array.Element)),
        MapShape map => new JsonObject().Add("type", "object").Add("additionalProperties", Value(map.Value)).Add("propertyNames", KeysOf(map)),
        EnumShape named => EnumSchema.Of(named),
        UnionShape union => Described(new JsonObject(), union.Description).Add(IsExact(union) ? "oneOf" : "anyOf", CasesOf(union).Select(shape => (object)Reference(shape, payload.Json!)).ToList()),
        _ => ScalarSchema.Of(value),
    };

    private JsonObject Object(ObjectShape shape)
    {
        var properties = new JsonObject();
        var required = new List<object>();
        if (shape.Discriminator is { } discriminator)
        {
            properties.Add(discriminator.JsonName, new JsonObject().Add("const", discriminator.Text ?? (object?)discriminator.Number));
            required.Add(discriminator.JsonName);
        }
        else if (AbsentFrom(shape) is { } absent)
        {
            // What other cases are told apart by.
            properties.Add(absent, new JsonObject().Add("not", new JsonObject()));
        }

        foreach (var member in shape.Members)
        {
            if (member.IsExtension) continue;
            var isAlways = member.Condition == WriteCondition.Always;
            var description = member.Description ?? (shape.Type.Length == 0 ? DescriptionOf(member.Name) : null);
            properties.Add(member.JsonName, Described(Value(member.Value, isNeverNull: !isAlways), description));
            if (isAlways) required.Add(member.JsonName);
        }

        var schema = Described(new JsonObject().Add("type", "object"), shape.Type.Length == 0 ? contract.Description : shape.Description).Add("properties", properties);
        if (required.Count > 0) schema.Add("required", required);
        return shape.Members.Any(member => member.IsExtension) ? schema.Add("additionalProperties", new JsonObject()) : schema;
    }

    private IEnumerable<ObjectShape> CasesOf(UnionShape union) => union.Cases.Concat(union.Otherwise).Select(c => payload.Shape(c.Shape)).OfType<ObjectShape>().Distinct();

    /// <summary>Whether no value can be of two cases: all but one have a discriminator.</summary>
    private bool IsExact(UnionShape union) => CasesOf(union).Count(shape => shape.Discriminator is null) < 2;

    /// <summary>The discriminator that a case of a union does not have, though others do.</summary>
    private string? AbsentFrom(ObjectShape shape)
    {
        foreach (var union in payload.Shapes.OfType<UnionShape>())
        {
            var cases = CasesOf(union).ToList();
            if (cases.Contains(shape) && cases.Find(other => other.Discriminator is not null) is { } other && shape.Members.All(member => member.JsonName != other.Discriminator!.JsonName)) return other.Discriminator!.JsonName;
        }

        return null;
    }

    private JsonObject? KeysOf(MapShape map) => map.Key.Shape is { } key && payload.Shape(key) is EnumShape { IsFlags: false } named ? Reference(named, map.Key) : null;

    private string? DescriptionOf(string parameter)
    {
        foreach (var member in contract.Members)
            if (member.Name == parameter) return member.Text;
        return null;
    }

    /// <summary>The name of its type, where that says which shape is meant.</summary>
    private string NameOf(ShapeModel shape)
    {
        if (shape.Type.Length > 0)
        {
            var plain = Plain(shape);
            return payload.Shapes.Any(other => Plain(other) == plain && !LooksAs(other, shape)) ? shape.Name : plain;
        }

        // The object of all parameters.
        var name = methodName;
        while (payload.Shapes.Any(other => other.Name == name || Plain(other) == name)) name += "Event";
        return name;
    }

    /// <summary>Whether two shapes look the same: names of an enum are the same as values and as keys.</summary>
    private static bool LooksAs(ShapeModel one, ShapeModel other) =>
        one == other || (one is EnumShape { Form: not EnumForm.Number } && other is EnumShape { Form: not EnumForm.Number } && one.Type == other.Type);

    /// <summary>The name without what tells apart the shapes of one type: the form of an enum, the union that an object is a case of.</summary>
    private string Plain(ShapeModel shape)
    {
        if (shape is EnumShape { Form: not EnumForm.Number } named) return Without(named.Form.ToString());
        foreach (var union in payload.Shapes)
            if (shape is ObjectShape && union is UnionShape && Without("As" + union.Name) is var name && name != shape.Name) return name;
        return shape.Name;

        string Without(string suffix) => shape.Name.EndsWith(suffix, StringComparison.Ordinal) && shape.Name.Length > suffix.Length ? shape.Name.Substring(0, shape.Name.Length - suffix.Length) : shape.Name;
    }

    private static JsonObject Described(JsonObject schema, string? description) => schema.Add("description", description);
}
