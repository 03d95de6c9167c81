namespace AotSse.Generators.Model;

/// <summary>A method that declares a stream.</summary>
/// <param name="Stream">Its model; <see langword="null"/> when it is wrong.</param>
internal sealed record StreamDeclaration(StreamModel? Stream);
