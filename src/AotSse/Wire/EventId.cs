using System.Globalization;

namespace AotSse.Wire;

/// <summary>
/// The id of an event in a push stream: <c>&lt;epoch&gt;-&lt;number&gt;</c>, printable ASCII. Within a topic and an epoch numbers only grow,
/// so an id is also a cursor: everything after it is what its client lacks.
/// </summary>
/// <param name="Epoch">Names the run of the log the number belongs to: 1 to 32 letters and digits.</param>
/// <param name="Number">The position in that run; 0 stands before the first event.</param>
public readonly record struct EventId(string Epoch, long Number)
{
    /// <summary>The most bytes an id takes on the wire: 32 of epoch, a hyphen, 19 digits.</summary>
    public const int MaxBytes = 52;

    /// <summary>Reads an id as a client sends it back. Never throws: clients may send anything.</summary>
    /// <remarks>A stream of several topics writes <c>@</c> and the topic behind each id; they are no part of the cursor.</remarks>
    /// <returns><see langword="false"/> when <paramref name="text"/> is no id of this form.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out EventId id)
    {
        id = default;
        if (text.IndexOf('@') is >= 0 and var at) text = text[..at];
        var hyphen = text.LastIndexOf('-');
        if (hyphen is < 1 or > 32 || !long.TryParse(text[(hyphen + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;

        foreach (var c in text[..hyphen])
            if (!char.IsAsciiLetterOrDigit(c)) return false;

        id = new EventId(text[..hyphen].ToString(), number);
        return true;
    }

    /// <summary>Reads an id that has been read before.</summary>
    /// <exception cref="FormatException">It is no id.</exception>
    internal static EventId Parse(ReadOnlySpan<char> text) => TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is no id.");

    /// <summary>The id as it stands on the wire.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Number}");
}
