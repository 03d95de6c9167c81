namespace AotSse.Hosting;

/// <summary>Makes a value of the text of a parameter, as the static <c>TryParse</c> of a type does. Called by many threads at once.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="text">The text.</param>
/// <param name="value">The value.</param>
/// <returns>Whether the text is right; then there is a value.</returns>
public delegate bool TextParser<T>(string text, out T? value);
