namespace AotSse;

/// <summary>
/// Marks the parameters of a push method that say what an event is about: of the events of one method and one topic with equal keys only the
/// newest says how things are. <see cref="LagPolicy.Coalesce"/> goes by it. The parameter stays part of the payload.
/// </summary>
/// <remarks>
/// A key is a string of 1 to 256 bytes of UTF-8 without control characters, an integer, a <see cref="Guid"/>, a <see cref="DateOnly"/> or an enum.
/// Publishing with another string throws <see cref="ArgumentException"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class KeyAttribute : Attribute;
