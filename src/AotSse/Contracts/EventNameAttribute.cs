namespace AotSse;

/// <summary>
/// Marks the <see cref="string"/> parameter of a push method that names the event at run time; <see langword="null"/> sends none,
/// which browsers deliver as <c>message</c>.
/// </summary>
/// <remarks>The name is checked on each call: 1 to 256 bytes of UTF-8 without control characters, otherwise <see cref="ArgumentException"/>.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EventNameAttribute : Attribute;
