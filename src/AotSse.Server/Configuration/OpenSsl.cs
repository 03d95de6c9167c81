using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace AotSse.Server.Configuration;

/// <summary>The library that TLS and signatures need. The runtime ends the process when it is missing, so it is looked for before.</summary>
internal static class OpenSsl
{
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1", "libssl.so"];

    /// <summary>Whether this binary was built with what uses it. Code behind this switch is not in one that was built without.</summary>
    [FeatureSwitchDefinition("AotSse.Server.OpenSsl")]
    public static bool IsSupported => !AppContext.TryGetSwitch("AotSse.Server.OpenSsl", out var isSupported) || isSupported;

    /// <exception cref="SettingException">It is not there.</exception>
    public static void Require(string setting)
    {
        if (!IsSupported) throw new SettingException($"{setting} needs OpenSSL, which this binary is built without: use the image with OpenSSL (target 'openssl' of the Containerfile)");
        if (!OperatingSystem.IsLinux()) return;
        foreach (var name in Names)
            if (NativeLibrary.TryLoad(name, out _)) return;
        throw new SettingException($"{setting} needs OpenSSL (libssl.so.3), which is not there: install it, or use an image that has it");
    }
}
