using AotSse.Generators.Model;

namespace AotSse.Generators.Emission;

/// <summary>Writes how the name of a topic is built: by the same calls for publisher and subscriber.</summary>
internal static class TopicEmitter
{
    /// <summary>Whether the topic is a single text, whose value is the name.</summary>
    public static bool IsPlain(EquatableArray<TopicParameter> topic) => topic.Count == 1 && topic[0].Kind == TopicKind.Text;

    public static void Build(SourceWriter writer, EquatableArray<TopicParameter> topic, string local, Func<TopicParameter, string> expression, params string[] before)
    {
        var count = before.Length + topic.Count;
        writer.Line($"var {local} = new {Code.TopicBuilder}(stackalloc char[{(count == 1 ? "" : $"{count} * ")}{Code.TopicBuilder}.CharsPerValue]);");
        foreach (var value in before) writer.Line($"{local}.Add({value});");
        foreach (var parameter in topic)
            writer.Line($"{local}.{(parameter.Kind == TopicKind.Enum ? "AddEnum" : "Add")}({expression(parameter)});");
    }
}
