using System.Globalization;
using System.Text.RegularExpressions;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>The first block of a stream: when to come back, and on a topic the cursor to come back with.</summary>
internal sealed partial record FirstBlock(int Retry, EventId? Id)
{
    public static FirstBlock Parse(string block)
    {
        var match = Form().Match(block);
        Assert.True(match.Success, $"The first block is '{block}'.");
        var retry = int.Parse(match.Groups["retry"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        return new FirstBlock(retry, match.Groups["id"] is { Success: true } id ? EventId.Parse(id.Value) : null);
    }

    [GeneratedRegex(@"\Aretry: (?<retry>[0-9]+)\n(id: (?<id>[!-~]+)\n)?\n\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
