using AotSse.Generators.Model;
using AotSse.Generators.Planning;

namespace AotSse.Generators.Emission;

/// <summary>Writes the class with one method for each shape of a payload. Nested in the type of the stream: it sees what that sees.</summary>
internal static class ShapeEmitter
{
    private const string Frame = "frame";
    private const string Value = "value";

    /// <summary>Writes nothing where the frame holds all there is.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="plan">How its frame is written.</param>
    /// <param name="name">The name of the class.</param>
    public static void Emit(SourceWriter writer, PayloadModel payload, FramePlan plan, string name)
    {
        var used = new List<ShapeModel>();
        Collect(plan.Steps, payload, used);
        if (used.Count == 0) return;

        writer.Line();
        writer.Line("/// <summary>Writes the parts of the payload as JSON.</summary>");
        writer.Line(Code.Generated);
        writer.Open($"private static class {name}");
        for (var i = 0; i < used.Count; i++)
        {
            if (i > 0) writer.Line();
            Shape(writer, used[i], payload);
        }

        writer.Close();
    }

    /// <summary>The shapes that steps call for, and those that these call for, in this order.</summary>
    private static void Collect(IEnumerable<FrameStep> steps, PayloadModel payload, List<ShapeModel> used)
    {
        foreach (var step in steps)
        {
            if (step is FrameStep.IfNotNull optional) Collect(optional.Inner, payload, used);
            else if (step is FrameStep.If conditional) Collect(conditional.Inner, payload, used);
            else if (step is FrameStep.WriteShape { Shape: var name } && !used.Exists(shape => shape.Name == name))
            {
                var shape = payload.Shape(name);
                used.Add(shape);
                Collect(StepsOf(shape, payload), payload, used);
            }
        }
    }

    /// <summary>All steps in the method of a shape.</summary>
    private static IEnumerable<FrameStep> StepsOf(ShapeModel shape, PayloadModel payload) => shape switch
    {
        ObjectShape found => ObjectSteps(found, payload),
        ArrayShape array => ElementSteps(array.Element, payload),
        MapShape map => EntrySteps(map, payload),
        UnionShape union => union.Cases.Concat(union.Otherwise).Select(c => new FrameStep.WriteShape(c.Shape, "")),
        _ => [],
    };

    private static IReadOnlyList<FrameStep> ObjectSteps(ObjectShape shape, PayloadModel payload)
    {
        var planner = Planner(payload);
        planner.Object(shape, Value);
        return planner.Finish();
    }

    private static IReadOnlyList<FrameStep> ElementSteps(ValueModel element, PayloadModel payload)
    {
        var planner = Planner(payload);
        planner.Value(element, "item");
        planner.Text(",");
        return planner.Finish();
    }

    private static IReadOnlyList<FrameStep> EntrySteps(MapShape map, PayloadModel payload)
    {
        var planner = Planner(payload);
        planner.Key(map.Key, "key");
        planner.Value(map.Value, "item");
        planner.Text(",");
        return planner.Finish();
    }

    private static JsonPlanner Planner(PayloadModel payload) => new(payload, new HashSet<string>(StringComparer.Ordinal) { Frame, Value, "item", "key" });

    private static void Shape(SourceWriter writer, ShapeModel shape, PayloadModel payload)
    {
        if (shape is ContextShape)
        {
            writer.Line($"private static readonly global::System.Text.Json.Serialization.Metadata.JsonTypeInfo<{shape.Type}> {shape.Name}Info = {ContextInfo((ContextShape)shape)};");
            writer.Line();
        }

        writer.Open($"public static void Write{shape.Name}(ref {Code.FrameWriter} {Frame}, {shape.Type} {Value})");
        switch (shape)
        {
            case ObjectShape found:
                writer.Steps(ObjectSteps(found, payload), Frame);
                break;
            case ArrayShape array:
                Loop(writer, payload, "[", "EndArray", $"foreach (var item in {Items(array.Iteration, array.Element)})", ElementSteps(array.Element, payload));
                break;
            case MapShape { IsBare: true } bare:
                writer.Open($"foreach (var (key, item) in {Entries(bare)})");
                writer.Steps(EntrySteps(bare, payload), Frame);
                writer.Close();
                break;
            case MapShape map:
                Loop(writer, payload, "{", "EndObject", $"foreach (var (key, item) in {Entries(map)})", EntrySteps(map, payload));
                break;
            case EnumShape named:
                Enum(writer, named);
                break;
            case UnionShape union:
                Union(writer, union);
                break;
            case ContextShape:
                writer.Line($"{Frame}.WriteJson({Value}, {shape.Name}Info);");
                break;
        }

        writer.Close();
    }

    private static string ContextInfo(ContextShape shape) =>
        $"(global::System.Text.Json.Serialization.Metadata.JsonTypeInfo<{shape.Type}>){shape.Options}.GetTypeInfo(typeof({shape.Type}))";

    private static string Items(Iteration iteration, ValueModel element) => iteration switch
    {
        Iteration.Span => Value + ".Span",
        Iteration.Interface => $"global::AotSse.Wire.Items.Of<{Nullable(element)}>({Value})",
        _ => Value,
    };

    private static string Entries(MapShape map) =>
        map.Iteration == Iteration.Direct ? Value : $"global::AotSse.Wire.Items.OfMap<{map.Key.Type}, {Nullable(map.Value)}>({Value})";

    private static string Nullable(ValueModel value) => value.Type + (value.IsNullable ? "?" : "");

    /// <summary>A comma follows each item; the end takes the place of the last one.</summary>
    private static void Loop(SourceWriter writer, PayloadModel payload, string begin, string end, string header, IReadOnlyList<FrameStep> steps)
    {
        if (payload.IsRecursive) writer.Line($"{Frame}.Enter(hasValues: false);");
        writer.Line($"{Frame}.Write({Literals.QuoteUtf8(begin)});");
        writer.Open(header);
        writer.Steps(steps, Frame);
        writer.Close();
        writer.Line();
        writer.Line($"{Frame}.{end}();");
        if (payload.IsRecursive) writer.Line($"{Frame}.Leave();");
    }

    private static void Enum(SourceWriter writer, EnumShape shape)
    {
        var number = $"{Frame}.{(shape.Form == EnumForm.Key ? "WriteNumberText" : "WriteNumber")}(({shape.Underlying}){Value});";
        writer.Open($"switch ({Value})");
        foreach (var member in shape.Members)
        {
            writer.Line($"case {(member.IsForbidden ? $"unchecked(({shape.Type}){Number(member.Bits)})" : $"{shape.Type}.{member.Name}")}:");
            writer.Indented(() =>
            {
                writer.Line($"{Frame}.Write({Literals.QuoteUtf8(JsonEscape.Quote(member.JsonName))});");
                writer.Line("break;");
            });
        }

        writer.Line("default:");
        writer.Indented(() =>
        {
            if (shape.IsFlags)
            {
                var named = shape.Members.Where(member => member.Bits != 0).ToList();
                writer.Line($"// A combination is its names; what names do not add up to is a number.");
                var values = string.Join(", ", named.Select(member => Number(member.Bits)));
                writer.Line($"if (!{Frame}.TryWriteFlags({Bits(shape.Underlying)}, [{values}], {Literals.QuoteUtf8(string.Join(",", named.Select(member => JsonEscape.Escape(member.JsonName))))})) {number}");
            }
            else writer.Line(number);
            writer.Line("break;");
        });
        writer.Close();
    }

    private static string Number(ulong bits) => bits.ToString(System.Globalization.CultureInfo.InvariantCulture) + "UL";

    private static string Bits(string underlying) => underlying switch
    {
        "sbyte" => $"unchecked((byte){Value})",
        "short" => $"unchecked((ushort){Value})",
        "int" => $"unchecked((uint){Value})",
        "long" => $"unchecked((ulong){Value})",
        _ => $"(ulong){Value}",
    };

    private static void Union(SourceWriter writer, UnionShape shape)
    {
        writer.Line($"var type = {Value}.GetType();");
        var word = "if";
        foreach (var found in shape.Cases)
        {
            writer.Line($"{word} (type == typeof({found.Type})) Write{found.Shape}(ref {Frame}, {Cast(found, shape)});");
            word = "else if";
        }

        foreach (var found in shape.Otherwise)
        {
            if (found.Type == shape.Type)
            {
                writer.Line($"else Write{found.Shape}(ref {Frame}, {Value});");
                return;
            }

            writer.Line($"else if ({Value} is {found.Type}) Write{found.Shape}(ref {Frame}, {Cast(found, shape)});");
        }

        writer.Line($"else throw {Code.FrameWriter}.UnknownType(type, typeof({shape.Type}));");
    }

    private static string Cast(UnionCase found, UnionShape shape) => found.Type == shape.Type ? Value : $"({found.Type}){Value}";
}
