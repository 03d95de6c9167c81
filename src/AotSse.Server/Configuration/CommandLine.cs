using System.CommandLine;

namespace AotSse.Server.Configuration;

/// <summary>The command line: every setting as an option, <c>--help</c> and <c>--version</c>.</summary>
internal static class CommandLine
{
    /// <summary>Parses the arguments and runs the server, or prints what was asked for.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="run">Runs the server.</param>
    /// <exception cref="SettingException">An option is unknown or its value wrong.</exception>
    public static Task<int> InvokeAsync(string[] args, Func<Settings, CancellationToken, Task<int>> run)
    {
        var options = Setting.All.ToDictionary(setting => setting, ToOption);
        var command = new RootCommand("Pushes server-sent events to browsers: GET /stream/{topic} subscribes, POST /stream/{topic} on the control listener publishes.");
        foreach (var version in command.Options.OfType<VersionOption>()) version.Action = new VersionAction();
        foreach (var option in options.Values) command.Options.Add(option);
        command.SetAction((parsed, cancellation) => run(Settings.Read(setting => parsed.GetValue(options[setting])), cancellation));

        command.Subcommands.Add(ContractsCommand.Create());

        var result = command.Parse(args);
        if (result.Errors.Count > 0) throw new SettingException($"{Settings.OneLine(result.Errors[0].Message).TrimEnd('.')}; see aotsse --help");
        return result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private static Option<string?> ToOption(Setting setting) => new(setting.Option)
    {
        Description = $"{setting.Description} [env: {setting.Variable}] [default: {setting.ShownDefault ?? setting.Default}]",
        HelpName = "value",
        Arity = ArgumentArity.ExactlyOne,
    };
}
