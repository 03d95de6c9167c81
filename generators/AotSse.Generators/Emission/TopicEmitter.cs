using AotSse.Generators.Model;

namespace AotSse.Generators.Emission;

/// <summary>Writes how the name of a topic is built: by the same calls for publisher and subscriber.</summary>
internal static class TopicEmitter
{
    /// <summary>Whether the topic is a single text, whose value is the name.</summary>
    public static bool IsPlain(EquatableArray<TopicParameter> topic) => topic.Count == 1 && topic[0].Kind == TopicKind.Text;

    public static void Build(SourceWriter writer, EquatableArray<TopicParameter> topic, string local, Func<TopicParameter, string> expression)
    {
        writer.Line($"var {local} = new {Code.TopicBuilder}(stackalloc char[{(topic.Count == 1 ? "" : $"{topic.Count} * ")}{Code.TopicBuilder}.CharsPerValue]);");
        foreach (var parameter in topic)
            writer.Line($"{local}.{(parameter.Kind == TopicKind.Enum ? "AddEnum" : "Add")}({expression(parameter)});");
    }
}
