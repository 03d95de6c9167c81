namespace AotSse.Client;

/// <summary>
/// Makes a partial class a typed client of the event streams that another type declares. The generator adds a constructor that takes an
/// <see cref="HttpClient"/>, and one method for each route, which returns its events as an async enumerable.
/// </summary>
/// <param name="streams">The type with the <c>[EventStream]</c> methods. It may stand in another assembly; then it and they must be public.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EventStreamClientAttribute(Type streams) : Attribute
{
    /// <summary>The type that declares the streams.</summary>
    public Type Streams { get; } = streams;

    /// <summary>
    /// A <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> for types that only a converter of your own can read. Each has to be listed in it by
    /// <see cref="System.Text.Json.Serialization.JsonSerializableAttribute"/>; it reads these types alone, wherever in a payload they stand.
    /// </summary>
    public Type? JsonContext { get; set; }
}
