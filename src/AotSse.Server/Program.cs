using AotSse.Server;
using AotSse.Server.Configuration;
using AotSse.Server.Health;

try
{
    // Without arguments there is no need for a parser: the fastest start is the usual one.
    if (args.Length > 0) return await CommandLine.InvokeAsync(args, ServerHost.RunAsync, HealthCheck.RunAsync);
    return await ServerHost.RunAsync(Settings.Read(static _ => null), CancellationToken.None);
}
catch (SettingException wrong)
{
    await Console.Error.WriteLineAsync($"aotsse: {wrong.Message}");
    return SettingException.ExitCode;
}
