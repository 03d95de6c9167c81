namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>Topics, escaped as in a path, that neither a subscriber nor a publisher may use, and the longest that both may.</summary>
public static class BadTopics
{
    public static string Longest { get; } = new('a', 256);

    public static string LongestOutsideOfAscii { get; } = string.Concat(Enumerable.Repeat("%C3%A9", 128));

    public static TheoryData<string> All { get; } =
    [
        "%0A",
        "a%0Db",
        "a%09b",
        "a%1Fb",
        "%7F",
        "a%C2%85b",
        Longest + "a",
        LongestOutsideOfAscii + "a",
        "b/" + Longest,
    ];
}
