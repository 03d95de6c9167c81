using System.Text;
using AotSse.Generators.Model;
using static AotSse.Generators.Planning.FrameStep;

namespace AotSse.Generators.Planning;

/// <summary>Plans the fields of one event: its name, its data, the blank line at the end.</summary>
internal sealed class FramePlanner
{
    /// <summary>What the writer reserves for the longest formatted value, so that the last one of a frame needs no growth.</summary>
    private const int Slack = 48;

    /// <summary>An event name of ordinary length, its field name and line end.</summary>
    private const int EventNameBytes = 40;

    // Names of parameters and locals: a variable of an "if" lives on behind it.
    private readonly HashSet<string> _taken;
    private readonly List<FrameStep> _steps = [];
    private readonly List<string> _lengths = [];
    private readonly StringBuilder _literal = new();
    private int _size = Slack;

    private FramePlanner(HashSet<string> taken) => _taken = taken;

    /// <summary>Plans an event of a push method.</summary>
    /// <param name="eventName">Its name, if it is fixed.</param>
    /// <param name="push">What it sends.</param>
    /// <param name="taken">Names that are in use where the code will stand.</param>
    public static FramePlan Push(string? eventName, PushModel push, IEnumerable<string> taken)
    {
        var planner = new FramePlanner(new HashSet<string>(taken, StringComparer.Ordinal));
        if (push.EventNameParameter is { } parameter) planner.Value("WriteEventName", EventNameOf(parameter, eventName), EventNameBytes);
        else planner.EventName(eventName);
        planner.Data(push.Data, push.DataExpression ?? "");
        return planner.Finish();
    }

    /// <summary>Plans an item of a pull stream.</summary>
    public static FramePlan Pull(string? eventName, PayloadModel item, string expression)
    {
        var planner = new FramePlanner(new HashSet<string>(StringComparer.Ordinal) { expression, "frame" });
        if (item.Kind == PayloadKind.SseItem) planner.SseItem(eventName, item, expression);
        else
        {
            planner.EventName(eventName);
            planner.Data(item, expression);
        }

        return planner.Finish();
    }

    private static string EventNameOf(string expression, string? otherwise) =>
        otherwise is null ? expression : $"{expression} ?? {Literals.Quote(otherwise)}";

    private void EventName(string? name)
    {
        if (name is not null) Text($"event: {name}\n");
    }

    private void SseItem(string? eventName, PayloadModel item, string expression)
    {
        // SseItem gives "message" where no type was set.
        var otherwise = eventName is null ? "null" : Literals.Quote(eventName);
        Value("WriteEventName", $"{expression}.EventType is \"message\" ? {otherwise} : {expression}.EventType", EventNameBytes);
        if (item.HasItemFields)
        {
            Value("WriteId", $"{expression}.EventId", EventNameBytes);
            Value("WriteRetry", $"{expression}.ReconnectionInterval", EventNameBytes);
        }

        Data(item.Item!, expression + ".Data");
    }

    private void Data(PayloadModel data, string expression)
    {
        if (data.Kind == PayloadKind.Text)
        {
            Value("WriteData", expression, 0);
            _lengths.Add($"({expression}?.Length ?? 0)");
        }
        else if (data.Kind == PayloadKind.Utf8)
        {
            Value("WriteData", expression + ".Span", 0);
            _lengths.Add($"{expression}.Length");
        }
        else
        {
            Text("data: ");
            Json(data, expression);
            Text("\n");
        }

        Text("\n");
    }

    private void Json(PayloadModel value, string expression)
    {
        if (value.Kind == PayloadKind.String) Value("WriteString", expression, SizeOf(value));
        else if (value.IsNullable) Nullable(value, expression);
        else if (value.Kind == PayloadKind.Object) Object(value, expression);
        else Value(MethodFor(value.Kind), value.Kind == PayloadKind.Enum ? $"({value.EnumType}){expression}" : expression, SizeOf(value));
    }

    private void Nullable(PayloadModel value, string expression)
    {
        var name = value.IsReference ? expression : Local(expression);
        var inner = new FramePlanner(_taken);
        inner.Json(value with { IsNullable = false }, name);
        inner.FlushLiteral();
        FlushLiteral();
        _size += inner._size - Slack;
        _steps.Add(new IfNotNull(value.IsReference ? $"{expression} is not null" : $"{expression} is {{ }} {name}", inner._steps));
    }

    /// <summary>Names a variable after the member it holds.</summary>
    private string Local(string expression)
    {
        var member = expression.Substring(expression.LastIndexOf('.') + 1).TrimStart('@');
        var name = char.ToLowerInvariant(member[0]) + member.Substring(1);
        if (Literals.IsKeyword(name) || _taken.Contains(name)) name += "Value";
        while (!_taken.Add(name)) name += "_";
        return name;
    }

    private void Object(PayloadModel value, string expression)
    {
        var prefix = expression.Length == 0 ? "" : expression + ".";
        var separator = "{";
        foreach (var member in value.Members)
        {
            Text($"{separator}\"{member.JsonName}\":");
            Json(member.Value, prefix + member.Name);
            separator = ",";
        }

        Text(value.Members.Count == 0 ? "{}" : "}");
    }

    private static string MethodFor(PayloadKind kind) => kind switch
    {
        PayloadKind.Enum => "WriteNumber",
        PayloadKind.TimeSpan => "WriteTimeSpan",
        _ => "Write" + kind,
    };

    /// <summary>The longest form in bytes; for text, which has none, the quotes and a few letters.</summary>
    private static int SizeOf(PayloadModel value) => value.Kind switch
    {
        PayloadKind.Boolean => 5,
        PayloadKind.Number => 24,
        PayloadKind.Enum => 20,
        PayloadKind.Guid => 38,
        PayloadKind.DateTime => 35,
        PayloadKind.Date => 12,
        PayloadKind.Time => 18,
        PayloadKind.TimeSpan => 28,
        _ => 16,
    };

    private void Text(string text) => _literal.Append(text);

    private void Value(string method, string expression, int size)
    {
        FlushLiteral();
        _size += size;
        _steps.Add(new Call(method, expression));
    }

    private void FlushLiteral()
    {
        if (_literal.Length == 0) return;
        var text = _literal.ToString();
        _literal.Clear();
        _size += Encoding.UTF8.GetByteCount(text);
        _steps.Add(new Literal(text));
    }

    private FramePlan Finish()
    {
        FlushLiteral();
        return new FramePlan(_steps, _size, _lengths);
    }
}
