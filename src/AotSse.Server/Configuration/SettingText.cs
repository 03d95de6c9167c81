using System.Globalization;

namespace AotSse.Server.Configuration;

/// <summary>The text of one setting and where it came from, with the checks that several settings share.</summary>
/// <param name="Value">The text.</param>
/// <param name="Source">The option or variable, for messages.</param>
/// <param name="IsGiven">Whether it is not the default.</param>
internal readonly record struct SettingText(string Value, string Source, bool IsGiven)
{
    /// <summary>The value as it may stand in a message of one line.</summary>
    public string Shown => OneLine(Value);

    /// <summary>A whole number.</summary>
    /// <exception cref="SettingException">It is none, or out of range.</exception>
    public int Number(int least, int most, string rule) =>
        int.TryParse(Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : throw Wrong(rule);

    /// <summary>A number of bytes.</summary>
    /// <exception cref="SettingException">It is none, or too small.</exception>
    public long Bytes(long least, string rule) =>
        long.TryParse(Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number : throw Wrong(rule);

    /// <summary>The parts of a list with commas; empty ones do not count.</summary>
    public string[] List() => Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The text, or nothing when it was not given.</summary>
    /// <exception cref="SettingException">It was given and is empty: what looks like a lock must not turn out to be none.</exception>
    public string? OrNull()
    {
        if (!IsGiven) return null;
        return Value.Length > 0 ? Value : throw new SettingException($"{Source} is empty: give it a value, or leave it out");
    }

    /// <summary>An error that names the source and the value.</summary>
    public SettingException Wrong(string rule) => new($"{Source}: '{Shown}' {rule}");

    /// <summary>A text as it may stand in a message of one line.</summary>
    public static string OneLine(string value) => string.Create(value.Length, value, static (span, text) =>
    {
        for (var i = 0; i < text.Length; i++) span[i] = char.IsControl(text[i]) ? '?' : text[i];
    });
}
