using AotSse.Generators.Model;
using AotSse.Generators.Planning;

namespace AotSse.Generators.Emission;

/// <summary>Writes the members of a push method: its body and what that needs.</summary>
internal static class PushEmitter
{
    public static void Emit(SourceWriter writer, StreamModel stream)
    {
        var push = stream.Push!;
        var method = stream.Method;
        var field = GeneratedMembers.StreamField(method.UniqueName);
        var frame = Code.Local("frame", method.Parameters);
        var plan = FramePlanner.Push(stream.EventName, push, method.Parameters.Select(p => p.Name.TrimStart('@')).Append(frame).Append(TopicName(method)));

        writer.Line($"private global::AotSse.Fanout.PushStream? {field};");
        writer.Line();
        // A member of its own: in the method a parameter may hide what holds the hub.
        writer.Line($"private global::AotSse.Fanout.PushStream {GeneratedMembers.Stream(method.UniqueName)} => {field} ??= {stream.Type.Hub!.Member}.GetStream({Literals.Quote(stream.Route)});");
        writer.Line();

        // Neither documentation nor [GeneratedCode]: both would hold for the user's part as well, and hide it from readers and analyzers.
        writer.Line($"// Sends {EventTitle(stream)} to every client of {stream.Route}.");
        writer.Open(Code.Signature(method));
        OpenFrame(writer, stream, plan, frame);
        writer.Open("try");
        writer.Steps(plan.Steps, frame, GeneratedMembers.Json(method.UniqueName) + ".");
        SetKey(writer, stream, frame);
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
        ShapeEmitter.Emit(writer, push.Data, plan, GeneratedMembers.Json(method.UniqueName));
    }

    /// <summary>Events of different methods, or names, are about different things however equal their keys.</summary>
    private static void SetKey(SourceWriter writer, StreamModel stream, string frame)
    {
        var push = stream.Push!;
        if (push.Key.Count == 0) return;

        var key = Code.Local("key", stream.Method.Parameters);
        var title = push.EventNameParameter is { } name ? $"{name} ?? \"message\"" : Literals.Quote(stream.EventName!);
        TopicEmitter.Build(writer, push.Key, key, parameter => parameter.Name, title);
        writer.Line($"{frame}.SetKey({key}.Name);");
    }

    private static string TopicName(MethodModel method) => Code.Local("topic", method.Parameters);

    private static string EventTitle(StreamModel stream) => stream.EventName is { } name ? $"the event '{name}'" : "an event";

    /// <summary>Opens the frame on the topic that the arguments select. The name of a single text is used as it is; any other is built on the stack.</summary>
    private static void OpenFrame(SourceWriter writer, StreamModel stream, FramePlan plan, string frame)
    {
        var open = GeneratedMembers.Stream(stream.Method.UniqueName) + ".Open";
        var topic = stream.Push!.Topic;
        var size = string.Join(" + ", new[] { plan.Size.ToString(System.Globalization.CultureInfo.InvariantCulture) }.Concat(plan.Lengths));
        if (topic.Count == 0)
        {
            writer.Line($"var {frame} = {open}(sizeHint: {size});");
        }
        else if (TopicEmitter.IsPlain(topic))
        {
            writer.Line($"var {frame} = {open}({topic[0].Name}, sizeHint: {size});");
        }
        else
        {
            var name = TopicName(stream.Method);
            TopicEmitter.Build(writer, topic, name, parameter => parameter.Name);
            writer.Line($"var {frame} = {open}({name}.Name, sizeHint: {size});");
        }
    }
}
