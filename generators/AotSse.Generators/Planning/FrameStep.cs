namespace AotSse.Generators.Planning;

/// <summary>One step of writing a frame.</summary>
internal abstract record FrameStep
{
    /// <summary>Bytes that are known at compile time.</summary>
    public sealed record Literal(string Text) : FrameStep;

    /// <summary>A call of the frame writer: <c>frame.Method(expression);</c></summary>
    public sealed record Call(string Method, string Expression) : FrameStep;

    /// <summary>A call of the method that was generated for a shape: <c>WriteShape(ref frame, expression);</c></summary>
    public sealed record WriteShape(string Shape, string Expression) : FrameStep;

    /// <summary>A value that may be null, and the test that it is not; then <paramref name="Inner"/> writes it.</summary>
    public sealed record IfNotNull(string Test, IReadOnlyList<FrameStep> Inner) : FrameStep;

    /// <summary>A member that is left out unless a test holds.</summary>
    public sealed record If(string Test, IReadOnlyList<FrameStep> Inner) : FrameStep;
}
