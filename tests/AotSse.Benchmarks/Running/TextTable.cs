namespace AotSse.Benchmarks.Running;

/// <summary>Plain text in aligned columns.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>The first and the last column stand to the left, as text; those between to the right, as numbers.</summary>
    public static void Print(IReadOnlyList<string[]> rows, TextWriter output)
    {
        var last = rows[0].Length - 1;
        var widths = Enumerable.Range(0, last + 1).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => column == 0 || column == last ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            output.WriteLine(string.Join(Gap, cells).TrimEnd());
        }
    }
}
