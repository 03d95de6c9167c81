using System.Text;

namespace AotSse.Benchmarks.Running;

/// <summary>A table in Markdown, its columns as those of <see cref="TextTable"/>.</summary>
internal static class MarkdownTable
{
    public static void Append(StringBuilder text, IReadOnlyList<string[]> rows)
    {
        var last = rows[0].Length - 1;
        Row(rows[0]);
        Row([.. rows[0].Select((_, column) => column == 0 || column == last ? "---" : "---:")]);
        foreach (var row in rows.Skip(1)) Row(row);
        text.Append('\n');

        void Row(string[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }
}
