using System.Text;
using AotSse.Generators.Model;
using static AotSse.Generators.Planning.FrameStep;

namespace AotSse.Generators.Planning;

/// <summary>Plans the writing of JSON: known bytes are joined to literals, values become calls, shapes other than the first object get methods of their own.</summary>
/// <param name="payload">The payload whose values are written.</param>
/// <param name="taken">Names of parameters and locals: a variable of an "if" lives on behind it.</param>
internal sealed class JsonPlanner(PayloadModel payload, HashSet<string> taken)
{
    private readonly List<FrameStep> _steps = [];
    private readonly StringBuilder _literal = new();

    /// <summary>Expected bytes: the literals and the longest form of every value of bounded size.</summary>
    public int Size { get; private set; }

    /// <summary>Adds bytes that are known.</summary>
    public void Text(string text) => _literal.Append(text);

    /// <summary>Adds a call of the frame writer.</summary>
    /// <param name="method">The method.</param>
    /// <param name="expression">Its argument.</param>
    /// <param name="size">How many bytes it writes at the most, or usually.</param>
    public void Call(string method, string expression, int size = 0) => Add(new Call(method, expression), size);

    /// <summary>Adds a value.</summary>
    public void Value(ValueModel value, string expression)
    {
        if (value.Kind == ValueKind.String) Scalar(value, expression);
        else OrNull(value, expression, static (planner, value, name) => planner.NotNull(value, name), value);
    }

    /// <summary>Adds an object with its members in place, if it is not <see langword="null"/>.</summary>
    public void Inline(ValueModel value, ObjectShape shape, string expression) => OrNull(value, expression, static (planner, shape, name) => planner.Object(shape, name), shape);

    /// <summary>Adds an object with its members in place.</summary>
    /// <param name="shape">The object.</param>
    /// <param name="expression">What holds it; empty for the parameters of a method.</param>
    public void Object(ObjectShape shape, string expression)
    {
        if (payload.IsRecursive) Call("Enter", HasValues(shape, expression));
        Text("{");
        if (shape.Discriminator is { } discriminator)
            Text($"{JsonEscape.Quote(discriminator.JsonName)}:{(discriminator.Text is { } text ? JsonEscape.Quote(text) : discriminator.Number?.ToString(System.Globalization.CultureInfo.InvariantCulture))}{(shape.Members.Count > 0 ? "," : "")}");

        // A comma follows each member. Who comes last is known at compile time, unless that one may be left out: then the closing brace replaces the comma.
        for (var i = 0; i < shape.Members.Count; i++) Member(shape.Members[i], expression, tail: i + 1 < shape.Members.Count || EndsOpen(shape) ? "," : "");
        if (EndsOpen(shape)) Call("EndObject", "", 1);
        else Text("}");
        if (payload.IsRecursive) Call("Leave", "");
    }

    /// <summary>Adds a key of a dictionary and the colon.</summary>
    public void Key(ValueModel key, string expression)
    {
        if (key.Kind == ValueKind.Shape) Shape(key.Shape!, expression);
        else if (key.Kind == ValueKind.Boolean) Call("WriteBooleanText", expression, 7);
        else if (key is { Kind: ValueKind.Number, Type: "double" }) Call("WriteNumberName", expression, 26);
        else Scalar(key, expression);
        Text(":");
    }

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<FrameStep> Finish()
    {
        FlushLiteral();
        return _steps;
    }

    private static bool EndsOpen(ObjectShape shape) => shape.Members.Count > 0 && shape.Members[shape.Members.Count - 1].Condition != WriteCondition.Always;

    private static string Access(MemberModel member, string expression) =>
        expression.Length == 0 ? member.Name : member.DeclaredIn is { } type ? $"(({type}){expression}).{member.Name}" : $"{expression}.{member.Name}";

    /// <summary>Whether an object holds a value that is no object: what counts for the depth that <c>JsonSerializer</c> allows.</summary>
    private string HasValues(ObjectShape shape, string expression)
    {
        var tests = new List<string>();
        foreach (var member in shape.Members)
        {
            if (member.Value.Kind == ValueKind.Shape && payload.Shape(member.Value.Shape!) is not EnumShape) continue;
            if (!member.Value.IsNullable && !member.Value.IsReference && member.Condition == WriteCondition.Always) return "hasValues: true";
            tests.Add(member.Condition == WriteCondition.NotDefault ? IsNotDefault(member, expression) : $"{Access(member, expression)} is not null");
        }

        return "hasValues: " + (tests.Count == 0 ? "false" : string.Join(" || ", tests));
    }

    private static string IsNotDefault(MemberModel member, string expression) => member.Value.Kind switch
    {
        ValueKind.Boolean => Access(member, expression),
        ValueKind.Shape or ValueKind.ByteMemory or ValueKind.RawJson or ValueKind.JsonTree =>
            $"!global::System.Collections.Generic.EqualityComparer<{member.Value.Type}>.Default.Equals({Access(member, expression)}, default)",
        _ => $"{Access(member, expression)} != default",
    };

    private void Member(MemberModel member, string expression, string tail)
    {
        var access = Access(member, expression);
        var name = JsonEscape.Quote(member.JsonName) + ":";
        if (member.Condition == WriteCondition.Always)
        {
            Text(name);
            Value(member.Value, access);
            Text(tail);
            return;
        }

        var isNullTest = member.Condition == WriteCondition.NotNull;
        var local = isNullTest ? Local(access) : access;
        var inner = new JsonPlanner(payload, taken);
        if (!member.IsExtension) inner.Text(name);
        inner.NotNull(member.Value, local);
        if (!member.IsExtension) inner.Text(tail);
        Add(new If(isNullTest ? $"{access} is {{ }} {local}" : IsNotDefault(member, expression), inner.Finish()), inner.Size);
    }

    /// <summary>Plans a value behind the test that it is not <see langword="null"/>, where it may be.</summary>
    private void OrNull<T>(ValueModel value, string expression, Action<JsonPlanner, T, string> write, T argument)
    {
        if (!value.IsNullable && !value.IsReference)
        {
            write(this, argument, expression);
            return;
        }

        // A parameter keeps its value. A property may have another the next time it is asked.
        var isStable = value.IsReference && expression.IndexOf('.') < 0;
        var name = isStable ? expression : Local(expression);
        var inner = new JsonPlanner(payload, taken);
        write(inner, argument, name);
        Add(new IfNotNull(isStable ? $"{expression} is not null" : $"{expression} is {{ }} {name}", inner.Finish()), inner.Size);
    }

    /// <summary>Names a variable after the member it holds.</summary>
    private string Local(string expression)
    {
        var member = expression.Substring(expression.LastIndexOf('.') + 1).TrimStart('@');
        var name = char.ToLowerInvariant(member[0]) + member.Substring(1);
        if (Literals.IsKeyword(name) || taken.Contains(name)) name += "Value";
        while (!taken.Add(name)) name += "_";
        return name;
    }

    private void NotNull(ValueModel value, string expression)
    {
        if (value.Kind == ValueKind.Shape) Shape(value.Shape!, expression);
        else Scalar(value, expression);
    }

    private void Shape(string name, string expression) => Add(new WriteShape(name, expression), 64);

    private void Scalar(ValueModel value, string expression)
    {
        var (method, argument, size) = value.Kind switch
        {
            ValueKind.Boolean => ("WriteBoolean", expression, 5),
            ValueKind.Number => (value.Numbers switch { NumberForm.Text => "WriteNumberText", NumberForm.Named => "WriteNumberOrName", _ => "WriteNumber" }, expression, 24),
            ValueKind.Enum => ("WriteNumber", $"({((EnumShape)payload.Shape(value.Shape!)).Underlying}){expression}", 20),
            ValueKind.Guid => ("WriteGuid", expression, 38),
            ValueKind.DateTime => ("WriteDateTime", expression, 35),
            ValueKind.Date => ("WriteDate", expression, 12),
            ValueKind.Time => ("WriteTime", expression, 18),
            ValueKind.TimeSpan => ("WriteTimeSpan", expression, 28),
            ValueKind.ByteMemory => ("WriteBase64", expression + ".Span", 64),
            ValueKind.ByteArray => ("WriteBase64", expression, 64),
            ValueKind.RawJson => ("WriteRawJson", expression + ".Span", 64),
            ValueKind.JsonTree => ("WriteJson", expression, 64),
            ValueKind.Uri => ("WriteUri", expression, 32),
            _ => ("Write" + value.Kind, expression, 16),
        };
        Call(method, argument, size);
    }

    private void Add(FrameStep step, int size)
    {
        FlushLiteral();
        Size += size;
        _steps.Add(step);
    }

    private void FlushLiteral()
    {
        if (_literal.Length == 0) return;
        var text = _literal.ToString();
        _literal.Clear();
        Size += Encoding.UTF8.GetByteCount(text);
        _steps.Add(new Literal(text));
    }
}
