using System.Text;
using AotSse.Generators.Model;
using static AotSse.Generators.Planning.FrameStep;

namespace AotSse.Generators.Planning;

/// <summary>Plans the fields of one event: its name, its data, the blank line at the end.</summary>
internal sealed class FramePlanner
{
    /// <summary>What the writer reserves for the longest formatted value, so that the last one of a frame needs no growth.</summary>
    private const int Slack = 48;

    private readonly List<FrameStep> _steps = [];
    private readonly List<string> _lengths = [];
    private readonly StringBuilder _literal = new();
    private int _size = Slack;

    private FramePlanner()
    {
    }

    /// <summary>Plans an event of a push method.</summary>
    public static FramePlan Push(string? eventName, PushModel push)
    {
        var planner = new FramePlanner();
        if (push.EventNameParameter is { } parameter) planner.Value("WriteEventName", EventNameOf(parameter, eventName), EventNameBytes);
        else planner.EventName(eventName);
        planner.Data(push.Data, push.DataExpression ?? "");
        return planner.Finish();
    }

    /// <summary>Plans an item of a pull stream.</summary>
    public static FramePlan Pull(string? eventName, PayloadModel item, string expression)
    {
        var planner = new FramePlanner();
        if (item.Kind == PayloadKind.SseItem) planner.SseItem(eventName, item, expression);
        else
        {
            planner.EventName(eventName);
            planner.Data(item, expression);
        }

        return planner.Finish();
    }

    /// <summary>An event name of ordinary length, its field name and line end.</summary>
    private const int EventNameBytes = 40;

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
        var name = expression.Substring(expression.LastIndexOf('.') + 1).TrimStart('@');
        name = char.ToLowerInvariant(name[0]) + name.Substring(1) + "Value";

        var inner = new FramePlanner();
        inner.Json(value with { IsNullable = false }, name);
        inner.FlushLiteral();
        FlushLiteral();
        _size += inner._size - Slack;
        _steps.Add(new IfNotNull(expression, name, inner._steps));
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
