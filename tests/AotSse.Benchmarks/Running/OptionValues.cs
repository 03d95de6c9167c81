using System.Globalization;

namespace AotSse.Benchmarks.Running;

/// <summary>Reads the values of options.</summary>
internal static class OptionValues
{
    /// <summary>A list of names, in the order in which they are known, each once.</summary>
    /// <exception cref="FormatException">One is unknown; the message says which are known.</exception>
    public static string[] Names(string option, string value, string[] known)
    {
        var wanted = value.Split(',');
        foreach (var name in wanted)
        {
            if (!known.Contains(name))
                throw new FormatException($"{option} takes a list of {string.Join(", ", known)}, not '{name}'.");
        }

        return [.. known.Where(wanted.Contains)];
    }

    /// <summary>A number within bounds.</summary>
    /// <exception cref="FormatException">It is none; the message says what is.</exception>
    public static double Number(string option, string value, double least, double most) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{option} takes a number from {least} to {most}, not '{value}'."));
}
