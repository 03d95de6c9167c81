using AotSse.Generators.Model;
using AotSse.Generators.Planning;

namespace AotSse.Generators.Tests.Planning;

/// <summary>What is planned for a frame, without a compiler.</summary>
public sealed class FramePlannerTests
{
    private static readonly ValueModel Number = new(ValueKind.Number, "int");

    [Fact]
    public void All_that_is_known_becomes_one_literal()
    {
        var plan = FramePlanner.Push("tick", Push(Object()), []);

        Assert.Equal([new FrameStep.Literal("event: tick\ndata: {}\n\n")], plan.Steps);
    }

    [Fact]
    public void Literals_stand_between_values_only()
    {
        var plan = FramePlanner.Push("moved", Push(Object(("x", "x", Number), ("y", "y", Number))), ["x", "y"]);

        Assert.Equal(
            [
                new FrameStep.Literal("event: moved\ndata: {\"x\":"),
                new FrameStep.Call("WriteNumber", "x"),
                new FrameStep.Literal(",\"y\":"),
                new FrameStep.Call("WriteNumber", "y"),
                new FrameStep.Literal("}\n\n"),
            ],
            plan.Steps);
    }

    [Fact]
    public void The_expected_size_holds_literals_and_the_longest_values()
    {
        var none = FramePlanner.Push("e", Push(Object()), []);
        var one = FramePlanner.Push("e", Push(Object(("n", "n", Number))), ["n"]);

        Assert.Equal("\"n\":".Length + 24, one.Size - none.Size);
        Assert.Empty(one.Lengths);
    }

    [Fact]
    public void Text_adds_its_length_at_run_time()
    {
        var plan = FramePlanner.Push("e", Push(new PayloadModel(PayloadKind.Text), "text"), ["text"]);

        Assert.Equal(["(text?.Length ?? 0)"], plan.Lengths);
    }

    [Theory]
    [InlineData("n", "nValue")]
    [InlineData("@class", "classValue")]
    public void A_nullable_value_gets_a_name_that_is_free(string parameter, string local)
    {
        var plan = FramePlanner.Push("e", Push(Object(("n", parameter, Number with { IsNullable = true }))), [parameter.TrimStart('@')]);

        var optional = Assert.Single(plan.Steps.OfType<FrameStep.IfNotNull>());
        Assert.Equal($"{parameter} is {{ }} {local}", optional.Test);
        Assert.Equal([new FrameStep.Call("WriteNumber", local)], optional.Inner);
    }

    [Fact]
    public void An_object_of_a_class_needs_no_local()
    {
        var plan = FramePlanner.Pull(null, Object() with { Json = new ValueModel(ValueKind.Shape, "C", IsNullable: true, IsReference: true, Shape: "C") }, "item");

        Assert.Equal("item is not null", Assert.Single(plan.Steps.OfType<FrameStep.IfNotNull>()).Test);
    }

    [Fact]
    public void An_item_without_a_type_gets_the_name_of_its_stream()
    {
        var plan = FramePlanner.Pull("tick", new PayloadModel(PayloadKind.Json, Number, Item: SseItemKind.WithFields), "item");

        Assert.Equal(
            [
                new FrameStep.Call("WriteEventName", "item.EventType is \"message\" ? \"tick\" : item.EventType"),
                new FrameStep.Call("WriteId", "item.EventId"),
                new FrameStep.Call("WriteRetry", "item.ReconnectionInterval"),
                new FrameStep.Literal("data: "),
                new FrameStep.Call("WriteNumber", "item.Data"),
                new FrameStep.Literal("\n\n"),
            ],
            plan.Steps);
    }

    private static PushModel Push(PayloadModel data, string? expression = null) => new(default, data, expression, Key: default, EventNameParameter: null, PushReturn.Void);

    private static PayloadModel Object(params (string JsonName, string Name, ValueModel Value)[] members) => new(
        PayloadKind.Json,
        new ValueModel(ValueKind.Shape, "C", Shape: "C"),
        new ShapeModel[] { new ObjectShape("C", "C", null, members.Select(member => new MemberModel(member.JsonName, member.Name, member.Value)).ToEquatable()) }.ToEquatable());
}
