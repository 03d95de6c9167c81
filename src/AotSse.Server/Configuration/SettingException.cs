namespace AotSse.Server.Configuration;

/// <summary>A setting with which the server cannot start. The message is one line: what is wrong and what to do.</summary>
internal sealed class SettingException(string message) : Exception(message)
{
    /// <summary>What the process ends with, as for any wrong use of a command.</summary>
    public const int ExitCode = 2;
}
