using AotSse.Generators.Model;

namespace AotSse.Generators.Planning;

/// <summary>Plans the fields of one event: its name, its data, the blank line at the end.</summary>
internal sealed class FramePlanner
{
    /// <summary>What the writer reserves for the longest formatted value, so that the last one of a frame needs no growth.</summary>
    private const int Slack = 48;

    /// <summary>An event name of ordinary length, its field name and line end.</summary>
    private const int EventNameBytes = 40;

    private readonly PayloadModel _payload;
    private readonly JsonPlanner _json;
    private readonly List<string> _lengths = [];

    private FramePlanner(PayloadModel payload, IEnumerable<string> taken)
    {
        _payload = payload;
        _json = new JsonPlanner(payload, new HashSet<string>(taken, StringComparer.Ordinal));
    }

    /// <summary>Plans an event of a push method.</summary>
    /// <param name="eventName">Its name, if it is fixed.</param>
    /// <param name="push">What it sends.</param>
    /// <param name="taken">Names that are in use where the code will stand.</param>
    public static FramePlan Push(string? eventName, PushModel push, IEnumerable<string> taken)
    {
        var planner = new FramePlanner(push.Data, taken);
        if (push.EventNameParameter is { } parameter) planner._json.Call("WriteEventName", EventNameOf(parameter, eventName), EventNameBytes);
        else planner.EventName(eventName);
        planner.Data(push.DataExpression ?? "");
        return planner.Finish();
    }

    /// <summary>Plans an item of a pull stream.</summary>
    public static FramePlan Pull(string? eventName, PayloadModel item, string expression)
    {
        var planner = new FramePlanner(item, [expression, "frame"]);
        if (item.Item == SseItemKind.None) planner.EventName(eventName);
        else expression = planner.SseItem(eventName, expression);
        planner.Data(expression);
        return planner.Finish();
    }

    private static string EventNameOf(string expression, string? otherwise) =>
        otherwise is null ? expression : $"{expression} ?? {Literals.Quote(otherwise)}";

    private void EventName(string? name)
    {
        if (name is not null) _json.Text($"event: {name}\n");
    }

    /// <returns>The expression of the data in the item.</returns>
    private string SseItem(string? eventName, string expression)
    {
        // SseItem gives "message" where no type was set.
        var otherwise = eventName is null ? "null" : Literals.Quote(eventName);
        _json.Call("WriteEventName", $"{expression}.EventType is \"message\" ? {otherwise} : {expression}.EventType", EventNameBytes);
        if (_payload.Item == SseItemKind.WithFields)
        {
            _json.Call("WriteId", $"{expression}.EventId", EventNameBytes);
            _json.Call("WriteRetry", $"{expression}.ReconnectionInterval", EventNameBytes);
        }

        return expression + ".Data";
    }

    private void Data(string expression)
    {
        if (_payload.Kind == PayloadKind.Text)
        {
            _json.Call("WriteData", expression);
            _lengths.Add($"({expression}?.Length ?? 0)");
        }
        else if (_payload.Kind == PayloadKind.Utf8)
        {
            _json.Call("WriteData", expression + ".Span");
            _lengths.Add($"{expression}.Length");
        }
        else
        {
            _json.Text("data: ");
            Json(_payload.Json!, expression);
            _json.Text("\n");
        }

        _json.Text("\n");
    }

    /// <summary>An object is written in place, so that the frame of a flat one is a single method; all else by the methods of its shapes.</summary>
    private void Json(ValueModel value, string expression)
    {
        if (value is { Kind: ValueKind.Shape, Shape: { } name } && !_payload.IsRecursive && _payload.Shape(name) is ObjectShape shape) _json.Inline(value, shape, expression);
        else if (expression.Length == 0) _json.Object((ObjectShape)_payload.Shape(value.Shape!), "");
        else _json.Value(value, expression);
    }

    private FramePlan Finish() => new(_json.Finish(), _json.Size + Slack, _lengths);
}
