namespace AotSse.Generators.Planning;

/// <summary>How a frame is written: as few steps as possible, every run of known bytes joined to one.</summary>
/// <param name="Steps">The steps in order.</param>
/// <param name="Size">Expected bytes: the literals and the longest form of every value of bounded size.</param>
/// <param name="Lengths">Expressions for the sizes of the parts that have no bound.</param>
internal sealed record FramePlan(IReadOnlyList<FrameStep> Steps, int Size, IReadOnlyList<string> Lengths);
