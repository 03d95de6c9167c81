using System.Globalization;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>The head of a response as it lay on the wire, in the order of the wire.</summary>
internal sealed record ResponseHead(string StatusLine, IReadOnlyList<string> Lines)
{
    public int Status => int.Parse(StatusLine.Split(' ')[1], NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>
    /// The head as text: the status line, then the header lines sorted, for their order means nothing (RFC 9110, 5.3). The one line
    /// that changes from second to second is made constant, after a check of its form.
    /// </summary>
    public string Whole
    {
        get
        {
            var date = this["Date"] ?? throw new InvalidDataException("The head has no Date.");
            _ = DateTimeOffset.ParseExact(date, "r", CultureInfo.InvariantCulture);
            return Text([StatusLine, .. Lines.Select(line => line.StartsWith("Date:", StringComparison.Ordinal) ? "Date: <now>" : line)]);
        }
    }

    /// <summary>The value of a header, or null. A header that came twice is an error of the server.</summary>
    public string? this[string name] =>
        Lines.SingleOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    /// <summary>What <see cref="Whole"/> must be for a status line and header lines in any order.</summary>
    public static string Text(params IEnumerable<string> lines) =>
        string.Join('\n', lines.Take(1).Concat(lines.Skip(1).Order(StringComparer.Ordinal)));

    public static async Task<ResponseHead> ReadAsync(RawConnection connection)
    {
        var status = await connection.ReadLineAsync();
        var lines = new List<string>();
        while (await connection.ReadLineAsync() is { Length: > 0 } line)
            lines.Add(line);
        return new ResponseHead(status, lines);
    }
}
