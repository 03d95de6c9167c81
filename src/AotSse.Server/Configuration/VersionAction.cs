using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace AotSse.Server.Configuration;

/// <summary><c>--version</c>: name and version on one line.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var version = typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        parseResult.InvocationConfiguration.Output.WriteLine($"aotsse {version}");
        return 0;
    }
}
