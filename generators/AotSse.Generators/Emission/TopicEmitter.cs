using AotSse.Generators.Model;

namespace AotSse.Generators.Emission;

/// <summary>Writes how the name of a topic is built: by the same calls for publisher and subscriber.</summary>
internal static class TopicEmitter
{
    public static void Build(SourceWriter writer, EquatableArray<TopicParameter> topic, string local, Func<TopicParameter, string> expression)
    {
        writer.Line($"var {local} = new {Code.TopicBuilder}(stackalloc char[{topic.Count} * {Code.TopicBuilder}.CharsPerValue]);");
        foreach (var parameter in topic)
            writer.Line($"{local}.{(parameter.Kind == TopicKind.Enum ? "AddEnum" : "Add")}({expression(parameter)});");
    }
}
