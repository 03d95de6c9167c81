namespace AotSse;

/// <summary>
/// Marks the parameter of a push method that is the whole <c>data</c> of the event. Without it, all parameters become
/// properties of one JSON object.
/// </summary>
/// <remarks><see cref="string"/> and <see cref="ReadOnlyMemory{T}"/> of bytes (UTF-8) are sent as text, every other type as JSON.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PayloadAttribute : Attribute;
