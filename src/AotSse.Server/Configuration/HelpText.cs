using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace AotSse.Server.Configuration;

/// <summary><c>--help</c>, laid out as System.CommandLine does. Its own goes over tuples by LINQ, and that would be 0.4 MB of the binary (docs/start.md).</summary>
internal sealed class HelpText : SynchronousCommandLineAction
{
    private const string Indent = "  ";

    /// <summary>Who asks for help gets it, whatever else stands on the command line.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var output = parseResult.InvocationConfiguration.Output;
        var width = Console.IsOutputRedirected || Console.WindowWidth <= 0 ? int.MaxValue : Console.WindowWidth;
        WriteSection(output, "Description:", Wrapped(command.Description ?? "", width - Indent.Length));
        WriteSection(output, "Usage:", [$"{NameOf(command)}{(command.Subcommands.Count > 0 ? " [command]" : "")} [options]"]);
        WriteSection(output, "Options:", Columns(Options(command), width));
        if (command.Subcommands.Count > 0) WriteSection(output, "Commands:", Columns(Subcommands(command), width));
        return 0;
    }

    private static string NameOf(Command command) => ParentOf(command) is { } parent ? $"{NameOf(parent)} {command.Name}" : command.Name;

    /// <summary>Those of the command, with what every program knows at the end, and those that hold for it since they stand at what it belongs to.</summary>
    private static List<(string Left, string Right)> Options(Command command)
    {
        var rows = new List<(string, string)>();
        foreach (var option in command.Options)
        {
            if (option is not (HelpOption or VersionOption)) rows.Add(Row(option));
        }

        foreach (var option in command.Options)
        {
            if (option is HelpOption or VersionOption) rows.Add(Row(option));
        }

        for (var parent = ParentOf(command); parent is not null; parent = ParentOf(parent))
        {
            foreach (var option in parent.Options)
            {
                if (option.Recursive) rows.Add(Row(option));
            }
        }

        return rows;
    }

    private static (string Left, string Right) Row(Option option)
    {
        var label = option is HelpOption ? "-?, -h, --help" : option.HelpName is { } value ? $"{option.Name} <{value}>" : option.Name;
        return (label, option.Description ?? "");
    }

    private static Command? ParentOf(Command command)
    {
        foreach (var parent in command.Parents) return (Command)parent;
        return null;
    }

    private static List<(string Left, string Right)> Subcommands(Command command)
    {
        var rows = new List<(string, string)>();
        foreach (var subcommand in command.Subcommands) rows.Add((subcommand.Name, subcommand.Description ?? ""));
        return rows;
    }

    private static List<string> Columns(List<(string Left, string Right)> rows, int width)
    {
        var left = 0;
        foreach (var row in rows) left = Math.Max(left, row.Left.Length);
        left = Math.Min(left, (width / 2) - Indent.Length);
        var lines = new List<string>();
        foreach (var row in rows)
        {
            var names = Wrapped(row.Left, left);
            var texts = Wrapped(row.Right, width - left - Indent.Length - Indent.Length);
            for (var i = 0; i < Math.Max(names.Count, texts.Count); i++)
            {
                var name = i < names.Count ? names[i] : "";
                lines.Add(i < texts.Count ? $"{name.PadRight(left)}{Indent}{texts[i]}" : name);
            }
        }

        return lines;
    }

    /// <summary>Lines of that width, ended between words where there are any.</summary>
    private static List<string> Wrapped(string text, int width)
    {
        var lines = new List<string>();
        width = Math.Max(width, 1);
        while (text.Length > width)
        {
            var end = text.LastIndexOf(' ', width - 1) is var space and >= 0 ? space + 1 : width;
            lines.Add(text[..end]);
            text = text[end..];
        }

        if (text.Length > 0) lines.Add(text);
        return lines;
    }

    private static void WriteSection(TextWriter output, string heading, List<string> lines)
    {
        output.WriteLine(heading);
        foreach (var line in lines) output.WriteLine(Indent + line);
        output.WriteLine();
    }
}
