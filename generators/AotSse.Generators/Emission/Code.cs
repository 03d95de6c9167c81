using AotSse.Generators.Model;
using AotSse.Generators.Planning;

namespace AotSse.Generators.Emission;

/// <summary>Pieces of code that several emitters write.</summary>
internal static class Code
{
    public const string HttpContext = "global::Microsoft.AspNetCore.Http.HttpContext";
    public const string Task = "global::System.Threading.Tasks.Task";
    public const string FrameWriter = "global::AotSse.Wire.FrameWriter";
    public const string TopicBuilder = "global::AotSse.Fanout.TopicBuilder";
    public const string RequestBinder = "global::AotSse.Hosting.RequestBinder";

    /// <summary>Marks a member as generated, for analyzers and coverage.</summary>
    public const string Generated = "[global::System.CodeDom.Compiler.GeneratedCode(\"AotSse.Generators\", \"" + Version + "\")]";

    private const string Version = "0.1.0";

    /// <summary>Opens the namespace and the parts of a type.</summary>
    public static void OpenType(this SourceWriter writer, TypeModel type)
    {
        if (type.Namespace.Length > 0)
        {
            writer.Line($"namespace {type.Namespace};");
            writer.Line();
        }

        foreach (var declaration in type.Declarations) writer.Open(declaration);
    }

    /// <summary>Closes what <see cref="OpenType"/> opened.</summary>
    public static void CloseType(this SourceWriter writer, TypeModel type)
    {
        foreach (var _ in type.Declarations) writer.Close();
    }

    /// <summary>Writes the steps of a frame.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="frame">What holds the frame writer.</param>
    /// <param name="shapes">The class with the methods of shapes and a dot, outside of it.</param>
    public static void Steps(this SourceWriter writer, IReadOnlyList<FrameStep> steps, string frame, string shapes = "")
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case FrameStep.Literal literal:
                    writer.Line($"{frame}.Write({Literals.QuoteUtf8(literal.Text)});");
                    break;
                case FrameStep.Call call:
                    writer.Line(Line(call, frame, shapes));
                    break;
                case FrameStep.WriteShape shape:
                    writer.Line(Line(shape, frame, shapes));
                    break;
                case FrameStep.IfNotNull { Inner: [FrameStep.Call or FrameStep.WriteShape] } optional:
                    writer.Line($"if ({optional.Test}) {Line(optional.Inner[0], frame, shapes)}");
                    writer.Line($"else {frame}.Write(\"null\"u8);");
                    break;
                case FrameStep.IfNotNull optional:
                    writer.Open($"if ({optional.Test})");
                    writer.Steps(optional.Inner, frame, shapes);
                    writer.Close();
                    writer.Open("else");
                    writer.Line($"{frame}.Write(\"null\"u8);");
                    writer.Close();
                    writer.Line();
                    break;
                case FrameStep.If conditional:
                    writer.Open($"if ({conditional.Test})");
                    writer.Steps(conditional.Inner, frame, shapes);
                    writer.Close();
                    writer.Line();
                    break;
            }
        }
    }

    private static string Line(FrameStep step, string frame, string shapes) => step switch
    {
        FrameStep.WriteShape shape => $"{shapes}Write{shape.Shape}(ref {frame}, {shape.Expression});",
        FrameStep.Call call => $"{frame}.{call.Method}({call.Expression});",
        _ => throw new ArgumentException("This step takes more than a line.", nameof(step)),
    };

    /// <summary>A name for a local that no parameter has.</summary>
    public static string Local(string name, EquatableArray<ParameterModel> parameters)
    {
        while (parameters.Any(parameter => parameter.Name.TrimStart('@') == name)) name += "_";
        return name;
    }

    /// <summary>The text of an XML comment.</summary>
    public static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>A signature without its parts' difference: modifiers, return type, name, parameters.</summary>
    public static string Signature(MethodModel method) =>
        $"{method.Modifiers}partial {method.ReturnType} {method.Name}({string.Join(", ", method.Parameters.Select(p => $"{p.Prefix}{p.Type} {p.Name}"))})";
}
