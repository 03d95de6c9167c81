using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AotSse.Transport;

/// <summary>
/// <c>send(2)</c> without the way through <see cref="Socket"/>, which costs a tenth of what a short event costs the kernel. Only for what it takes
/// at once: whatever goes wrong is found out again by <see cref="ConnectedSocket.TrySend"/>, which knows what each error means.
/// </summary>
internal static partial class KernelSend
{
    /// <summary><c>MSG_DONTWAIT | MSG_NOSIGNAL</c> of Linux.</summary>
    private const int Flags = 0x40 | 0x4000;

    /// <summary>Whether there is such a call here.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux() && IsThere();

    /// <returns>The bytes the kernel took; -1 when it took none, for whatever reason.</returns>
    /// <exception cref="ObjectDisposedException">The socket has been closed.</exception>
    public static unsafe int TrySend(SafeSocketHandle socket, ReadOnlySpan<byte> bytes)
    {
        var isHeld = false;
        try
        {
            socket.DangerousAddRef(ref isHeld); // Nobody may close it now, and the kernel give its number to another.
            fixed (byte* first = bytes) return (int)Send(socket.DangerousGetHandle(), first, bytes.Length, Flags);
        }
        finally
        {
            if (isHeld) socket.DangerousRelease();
        }
    }

    /// <summary>Tried by a call that sends nothing: a static binary has the call inside and no library that could be looked for.</summary>
    private static unsafe bool IsThere()
    {
        try
        {
            Send(-1, null, 0, Flags);
            return true;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "send")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint Send(nint socket, byte* bytes, nint length, int flags);
}
