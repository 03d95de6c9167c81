using System.CommandLine;
using System.CommandLine.Help;

namespace AotSse.Server.Configuration;

/// <summary>The command line: every setting as an option, <c>healthcheck</c>, <c>--help</c> and <c>--version</c>.</summary>
internal static class CommandLine
{
    /// <summary>Parses the arguments and runs the server, or what else was asked for.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="run">Runs the server.</param>
    /// <param name="check">Asks a running server whether it is ready.</param>
    /// <exception cref="SettingException">An option is unknown or its value wrong.</exception>
    public static Task<int> InvokeAsync(string[] args, Func<Settings, CancellationToken, Task<int>> run, Func<Settings, CancellationToken, Task<int>> check)
    {
        var options = Setting.All.ToDictionary(setting => setting, ToOption);
        var command = new RootCommand("Pushes server-sent events to browsers: GET /stream/{topic} subscribes, POST /stream/{topic} on the control listener publishes. "
            + "Beside the variables below, OTEL_EXPORTER_OTLP_ENDPOINT sends meters and traces by OTLP, and Logging__LogLevel__Default=Information logs requests.");
        foreach (var version in command.Options.OfType<VersionOption>()) version.Action = new VersionAction();
        foreach (var help in command.Options.OfType<HelpOption>()) help.Action = new HelpText();
        foreach (var option in options.Values) command.Options.Add(option);
        command.SetAction((parsed, cancellation) => run(Read(parsed), cancellation));

        var health = new Command("healthcheck", "Ends with 0 if the server with these settings is ready, with 1 and the reason if not.");
        health.SetAction((parsed, cancellation) => check(Read(parsed), cancellation));
        command.Subcommands.Add(health);

        command.Subcommands.Add(ContractsCommand.Create());

        var result = command.Parse(args);
        if (result.Errors.Count > 0) throw new SettingException($"{SettingText.OneLine(result.Errors[0].Message).TrimEnd('.')}; see aotsse --help");
        return result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });

        Settings Read(ParseResult parsed) => Settings.Read(setting => parsed.GetValue(options[setting]));
    }

    private static Option<string?> ToOption(Setting setting) => new(setting.Option)
    {
        Description = $"{setting.Description} [env: {setting.Variable}] [default: {setting.ShownDefault ?? setting.Default}]",
        HelpName = "value",
        CustomParser = static given => given.Tokens[0].Value,
        Arity = ArgumentArity.ExactlyOne,
        Recursive = true,
    };
}
