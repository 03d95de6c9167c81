namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>The standard's view of text as event data, written once more and plainly, to hold the server against.</summary>
internal static class DataLines
{
    /// <summary>What a client is given for <paramref name="text"/>: each of CRLF, CR and LF is one line feed.</summary>
    public static string AsReceived(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    /// <summary>The data lines on the wire, each with its line feed.</summary>
    public static string Of(string text) =>
        string.Concat(AsReceived(text).Split('\n').Select(line => $"data: {line}\n"));
}
