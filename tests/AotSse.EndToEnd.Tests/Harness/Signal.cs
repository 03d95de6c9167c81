using System.ComponentModel;
using System.Runtime.InteropServices;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>kill(2): .NET can end a process by force only, and the server's promise is about SIGTERM.</summary>
internal static partial class Signal
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    public static void SendTerminate(int processId) => Send(processId, Terminate);

    public static void SendInterrupt(int processId) => Send(processId, Interrupt);

    private static void Send(int processId, int signal)
    {
        if (Kill(processId, signal) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"kill({processId}, {signal})");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
