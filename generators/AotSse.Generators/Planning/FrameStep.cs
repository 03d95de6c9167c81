namespace AotSse.Generators.Planning;

/// <summary>One step of writing a frame.</summary>
internal abstract record FrameStep
{
    /// <summary>Bytes that are known at compile time.</summary>
    public sealed record Literal(string Text) : FrameStep;

    /// <summary>A call of the frame writer: <c>frame.Method(expression);</c></summary>
    public sealed record Call(string Method, string Expression) : FrameStep;

    /// <summary>A value that may be null: <paramref name="Inner"/> sees it as <paramref name="Name"/>.</summary>
    public sealed record IfNotNull(string Expression, string Name, IReadOnlyList<FrameStep> Inner) : FrameStep;
}
