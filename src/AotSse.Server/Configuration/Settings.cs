using System.Globalization;
using AotSse.Server.Listening;

namespace AotSse.Server.Configuration;

/// <summary>The settings in force, checked.</summary>
/// <param name="Port">0 to 65535.</param>
/// <param name="Control">Where the control listener is; none when it is off.</param>
/// <param name="AllowedOrigins">Origins, normalised; empty for the default.</param>
/// <param name="Heartbeat">At least a second.</param>
internal sealed record Settings(int Port, ControlAddress? Control, IReadOnlyList<string> AllowedOrigins, TimeSpan Heartbeat)
{
    private const int LongestHeartbeat = 3600;

    /// <summary>Reads all settings.</summary>
    /// <param name="optionValue">The value given on the command line, if any.</param>
    /// <exception cref="SettingException">A value is wrong.</exception>
    public static Settings Read(Func<Setting, string?> optionValue)
    {
        return new Settings(
            ParsePort(Text(Setting.Port)),
            ControlAddress.Parse(Text(Setting.Control)),
            ParseOrigins(Text(Setting.AllowedOrigins)),
            ParseHeartbeat(Text(Setting.Heartbeat)));

        (string Value, string Source) Text(Setting setting)
        {
            if (optionValue(setting) is { } option) return (option, setting.Option);
            return (Environment.GetEnvironmentVariable(setting.Variable) ?? setting.Default, setting.Variable);
        }
    }

    private static int ParsePort((string Value, string Source) text) =>
        int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new SettingException($"{text.Source}: '{OneLine(text.Value)}' is no port: use a number from 0 to 65535");

    private static TimeSpan ParseHeartbeat((string Value, string Source) text) =>
        int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= LongestHeartbeat
            ? TimeSpan.FromSeconds(seconds)
            : throw new SettingException($"{text.Source}: '{OneLine(text.Value)}' is no heartbeat: use 1 to {LongestHeartbeat} seconds");

    private static List<string> ParseOrigins((string Value, string Source) text)
    {
        var origins = new List<string>();
        foreach (var part in text.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(part, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/" || part.EndsWith('/'))
                throw new SettingException($"{text.Source}: '{OneLine(part)}' is no origin: use scheme, host and port, such as https://example.com");
            origins.Add(uri.GetLeftPart(UriPartial.Authority));
        }

        return origins;
    }

    /// <summary>A value as it may stand in a message of one line.</summary>
    internal static string OneLine(string value) => string.Create(value.Length, value, static (span, text) =>
    {
        for (var i = 0; i < text.Length; i++) span[i] = char.IsControl(text[i]) ? '?' : text[i];
    });
}
