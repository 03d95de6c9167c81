using System.Diagnostics;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>A folder with a generated client and a script that uses it, compiled as strictly as the compiler can.</summary>
internal static class TypeScript
{
    private static readonly string[] Strict =
    [
        "--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "--noImplicitOverride", "--noImplicitReturns", "--noPropertyAccessFromIndexSignature",
        "--noUnusedLocals", "--noUnusedParameters", "--verbatimModuleSyntax", "--isolatedModules", "--erasableSyntaxOnly", "--target", "es2022", "--module", "nodenext",
    ];

    private static string Scripts => Path.Combine(NativeBinary.RepositoryRoot, "tests", "AotSse.EndToEnd.Tests", "clients");

    /// <summary>For a browser: the language and the DOM.</summary>
    public static Task<string> CompileForBrowserAsync(string client, string? script = null) => CompileAsync(client, script, ["--lib", "es2022,dom", "--typeRoots", "."]);

    /// <summary>For Node.js: the language and what Node.js has.</summary>
    public static Task<string> CompileForNodeAsync(string client, string? script = null) =>
        CompileAsync(client, script, ["--lib", "es2022", "--typeRoots", Path.Combine(Scripts, "node_modules", "@types"), "--types", "node"]);

    private static async Task<string> CompileAsync(string client, string? script, string[] platform)
    {
        var folder = Directory.CreateTempSubdirectory("aotsse-contract-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"type":"module"}""", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "client.ts"), client, TestContext.Current.CancellationToken);
        if (script is not null) File.Copy(Path.Combine(Scripts, script), Path.Combine(folder, script));

        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.ArgumentList.Add(Path.Combine(Scripts, "node_modules", "typescript", "bin", "tsc"));
        foreach (var argument in Strict.Concat(platform).Append(script ?? "client.ts")) start.ArgumentList.Add(argument);
        var run = await Command.RunAsync(new Process { StartInfo = start }, []);
        Assert.Equal(new Command(0, "", ""), run);
        return folder;
    }
}
