using System.Globalization;
using System.Text;

namespace AotSse.Generators.Tests.Payloads;

/// <summary>Declarations of types, drawn from a seed: kinds, bases, members, their types and attributes, all that <c>JsonSerializer</c> makes a difference for.</summary>
internal sealed class RandomTypes(int seed)
{
    private static readonly string[] Numbers = ["byte", "short", "int", "uint", "long", "decimal", "double", "float", "Half", "Int128"];
    private static readonly string[] Values = [.. Numbers, "bool", "char", "Guid", "DateTime", "DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan", "Level", "Named", "Rights", "Place"];
    private static readonly string[] References = ["string", "Uri", "Version", "byte[]", "JsonNode", "Line", "Figure"];
    private static readonly string[] Collections = ["{0}[]", "List<{0}>", "IReadOnlyList<{0}>", "HashSet<{0}>", "ImmutableArray<{0}>", "Dictionary<string, {0}>", "IReadOnlyDictionary<int, {0}>", "SortedDictionary<Guid, {0}>", "Dictionary<Rights, {0}>"];
    private static readonly string[] Names = ["Name", "URL", "IOStatus", "x", "_under", "Éa", "A1B", "lower", "ABC", "İx"];
    private static readonly string[] Escaped = ["plain", "a b", "<&>", "\\\"q\\\"", "é\\u2028", "\\ud83d\\ude00", "+'`"];

    private readonly Random _random = new(seed);
    private readonly List<string> _types = [];
    private readonly List<string> _classes = [];
    private readonly StringBuilder _source = new();
    private int _members;

    /// <summary>Declares types and gives their names.</summary>
    public IReadOnlyList<string> Declare(int count)
    {
        for (var i = 0; i < count; i++) Declare(Text($"T{i}"));
        return _types;
    }

    /// <summary>The declarations.</summary>
    public override string ToString() => _source.ToString();

    private void Declare(string name)
    {
        var kind = Pick("class", "class", "class", "sealed record", "record", "struct", "readonly record struct");
        var parent = kind == "class" && _classes.Count > 0 && OneIn(2) ? Pick([.. _classes]) : null;
        if (OneIn(5)) Line($"[JsonNumberHandling({Pick("JsonNumberHandling.WriteAsString", "JsonNumberHandling.AllowNamedFloatingPointLiterals", "JsonNumberHandling.AllowReadingFromString")})]");
        if (kind.Contains("record", StringComparison.Ordinal)) Line($"public {kind} {name}({string.Join(", ", Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Parameter()))})");
        else Line($"public {kind} {name}{(parent is null ? "" : " : " + parent)}");

        Line("{");
        for (var i = _random.Next(kind.Contains("record", StringComparison.Ordinal) ? 2 : 7); i > 0; i--) Member(kind, kind == "class" ? name : null);
        if (kind == "class") Hidden(parent);
        Line("}");
        _types.Add(name);
        if (kind == "class") _classes.Add(name);
    }

    private string Parameter()
    {
        var type = DrawType(null, out var form);
        return $"{Attributes(type, form, "property: ")}{type} {DrawName()}";
    }

    private void Member(string kind, string? self)
    {
        var type = DrawType(self, out var form);
        var attributes = Attributes(type, form);
        if (kind is "class" or "struct" && OneIn(5)) Line($"    {(OneIn(3) ? "" : "[JsonInclude] ")}{attributes}public {type} {DrawName()}{(kind == "class" ? " = default!" : "")};");
        else if (OneIn(10) && !type.StartsWith("Immutable", StringComparison.Ordinal)) Line($"    {attributes}public {type} {DrawName()} => default!;");
        else Line($"    {attributes}public {type} {DrawName()} {{ get; {(kind.Contains("readonly", StringComparison.Ordinal) || OneIn(3) ? "init" : "set")}; }}{(kind == "class" ? " = default!;" : "")}");
    }

    /// <summary>What bases and derived types have under one name: hidden, overridden, ignored or renamed.</summary>
    private void Hidden(string? parent)
    {
        var attribute = Pick("", "", "[JsonIgnore] ", "[JsonPropertyOrder(1)] ");
        if (parent is null) Line("    public virtual int Virtual { get; set; } = 1; public string Hidden { get; set; } = \"h\";");
        else if (OneIn(3)) Line($"    {attribute}{(OneIn(4) ? "[JsonPropertyName(\"renamed\")] " : "")}public override int Virtual {{ get; set; }} = 2;");
        else if (OneIn(2)) Line($"    {attribute}public new long Hidden {{ get; set; }} = 3;");
    }

    private string DrawType(string? self, out Form form)
    {
        form = Form.Other;
        var scalar = OneIn(3) ? Pick(References) : Pick(Values);
        var element = self is not null && OneIn(8) ? self : _types.Count > 0 && OneIn(4) ? Pick([.. _types]) : scalar;
        if (OneIn(4)) return CollectionOf(element, ref form);
        if (element == self || Array.IndexOf(References, element) >= 0) return OneIn(2) ? element + "?" : element;

        var isValue = element == scalar;
        form = Array.IndexOf(Numbers, element) >= 0 ? Form.Number : element == "Level" ? Form.Enum : Form.Other;
        return isValue && OneIn(3) ? element + "?" : element;
    }

    private string CollectionOf(string element, ref Form form)
    {
        var collection = string.Format(CultureInfo.InvariantCulture, Pick(Collections), element);
        if (Array.IndexOf(Numbers, element) >= 0 && collection != "byte[]") form = Form.Number; // Bytes become a text.
        return collection;
    }

    private string Attributes(string type, Form form, string target = "")
    {
        var attributes = new List<string>();
        if (OneIn(6)) attributes.Add($"JsonPropertyName(\"{Pick(Escaped)}{_members}\")");
        if (OneIn(8)) attributes.Add($"JsonPropertyOrder({_random.Next(-2, 3)})");
        if (OneIn(4)) attributes.Add($"JsonIgnore(Condition = JsonIgnoreCondition.{Pick(Conditions(type))})");
        if (form == Form.Number && OneIn(4)) attributes.Add($"JsonNumberHandling({Pick("JsonNumberHandling.WriteAsString", "JsonNumberHandling.Strict")})");
        if (form == Form.Enum && OneIn(2)) attributes.Add("JsonConverter(typeof(JsonStringEnumConverter<Level>))");
        return string.Concat(attributes.Select(attribute => $"[{target}{attribute}] "));
    }

    private static string[] Conditions(string type)
    {
        string[] always = ["Always", "Never", "WhenWritingDefault", "WhenWritingDefault", "WhenReading", "WhenWriting"];
        return type.EndsWith('?') ? [.. always, "WhenWritingNull", "WhenWritingNull"] : always;
    }

    private string DrawName() => Text($"{Pick(Names)}{_members++}");

    private void Line(string line) => _source.Append(line).Append('\n');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private bool OneIn(int many) => _random.Next(many) == 0;

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];

    /// <summary>What attributes a member may have beside those of all.</summary>
    private enum Form
    {
        Other,
        Number,
        Enum,
    }
}
