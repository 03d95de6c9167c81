using AotSse.Generators.Model;
using AotSse.Generators.Planning;

namespace AotSse.Generators.Emission;

/// <summary>Writes the body of a push method.</summary>
internal static class PushEmitter
{
    public static string Emit(StreamModel stream)
    {
        var push = stream.Push!;
        var plan = FramePlanner.Push(stream.EventName, push);
        var method = stream.Method;
        var field = $"_{char.ToLowerInvariant(method.UniqueName[0])}{method.UniqueName.Substring(1)}Stream";
        var frame = Code.Local("frame", method.Parameters);

        var writer = new SourceWriter();
        writer.Line();
        writer.OpenType(stream.Type);
        writer.Line($"private global::AotSse.Fanout.PushStream? {field};");
        writer.Line();
        writer.Line($"/// <summary>Sends {EventTitle(stream)} to every client of <c>{Code.Xml(stream.Route)}</c>.</summary>");
        writer.Line(Code.Generated);
        writer.Open(Code.Signature(method));
        writer.Line($"{field} ??= {stream.Type.Hub!.Access}.GetStream({Literals.Quote(stream.Route)});");
        OpenFrame(writer, stream, plan, field, frame);
        writer.Open("try");
        writer.Steps(plan.Steps, frame);
        writer.Line(push.Returns switch
        {
            PushReturn.Void => $"{frame}.Commit();",
            PushReturn.Task => $"return {frame}.CommitSilentlyAsync();",
            _ => $"return {frame}.CommitAsync();",
        });
        writer.Close();
        writer.Open("finally");
        writer.Line($"{frame}.Dispose();");
        writer.Close();
        writer.Close();
        writer.CloseType(stream.Type);
        return writer.ToString();
    }

    private static string EventTitle(StreamModel stream) => stream.EventName is { } name ? $"the event <c>{Code.Xml(name)}</c>" : "an event";

    /// <summary>Opens the frame on the topic that the arguments select. The name of a single text is used as it is; any other is built on the stack.</summary>
    private static void OpenFrame(SourceWriter writer, StreamModel stream, FramePlan plan, string field, string frame)
    {
        var topic = stream.Push!.Topic;
        var size = string.Join(" + ", new[] { plan.Size.ToString(System.Globalization.CultureInfo.InvariantCulture) }.Concat(plan.Lengths));
        if (topic.Count == 0)
        {
            writer.Line($"var {frame} = {field}.Open({size});");
        }
        else if (topic.Count == 1 && topic[0].Kind == TopicKind.Text)
        {
            writer.Line($"var {frame} = {field}.Open({topic[0].Name}, {size});");
        }
        else
        {
            var name = Code.Local("topic", stream.Method.Parameters);
            TopicEmitter.Build(writer, topic, name, parameter => parameter.Name);
            writer.Line($"var {frame} = {field}.Open({name}.Name, {size});");
        }
    }
}
