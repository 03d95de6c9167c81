using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AotSse.Log;

/// <summary>Random bits of the system, fit for secrets. Thread-safe.</summary>
internal static partial class SystemRandom
{
    /// <summary>Fills at most 256 bytes.</summary>
    /// <exception cref="CryptographicException">The system gave none.</exception>
    public static unsafe void Fill(Span<byte> bytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomNumberGenerator.Fill(bytes);
            return;
        }

        // getrandom(2), which gives up to 256 bytes at once. RandomNumberGenerator would load OpenSSL, 5 MB and some milliseconds of the start; a Guid would need /dev/urandom.
        fixed (byte* first = bytes)
            if (GetRandom(first, bytes.Length, 0) != bytes.Length) throw new CryptographicException("getrandom(2) gave too little.");
    }

    [LibraryImport("libc", EntryPoint = "getrandom")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint GetRandom(byte* bytes, nint length, uint flags);
}
