using System.Runtime.InteropServices;
using AotSse.Benchmarks.Native;

namespace AotSse.Benchmarks.Running;

/// <summary>
/// What a child gets besides its arguments, prepared before the clock starts: its working directory, its output in a log file
/// and SIGPIPE at its default, which the .NET runtime ignores and a child would inherit.
/// </summary>
internal sealed class SpawnPlan : IDisposable
{
    // 0600
    private const int ReadWriteForOwner = 0x180;

    private readonly nint _signals = Allocate();

    public SpawnPlan(string workingDirectory, string logFile)
    {
        Check(Libc.ActionsInit(Actions));
        Check(Libc.ActionsAddOpen(Actions, 1, logFile, Libc.OpenWriteCreateTruncate, ReadWriteForOwner));
        Check(Libc.ActionsAddDuplicate(Actions, 1, 2));
        Check(Libc.ActionsAddOpen(Actions, 0, "/dev/null", 0, 0));
        // A host watches its working directory for settings files, so a large one would cost it time.
        Check(Libc.ActionsAddChangeDirectory(Actions, workingDirectory));

        Check(Libc.SignalSetClear(_signals));
        Check(Libc.SignalSetAdd(_signals, Libc.SigPipe));
        Check(Libc.AttributesInit(Attributes));
        Check(Libc.AttributesSetSignalDefaults(Attributes, _signals));
        Check(Libc.AttributesSetFlags(Attributes, Libc.SpawnSetSignalDefaults));
    }

    public nint Actions { get; } = Allocate();

    public nint Attributes { get; } = Allocate();

    public unsafe void Dispose()
    {
        _ = Libc.ActionsDestroy(Actions);
        _ = Libc.AttributesDestroy(Attributes);
        NativeMemory.Free((void*)Actions);
        NativeMemory.Free((void*)Attributes);
        NativeMemory.Free((void*)_signals);
    }

    private static unsafe nint Allocate() => (nint)NativeMemory.AllocZeroed(Libc.OpaqueSize);

    private static void Check(int error)
    {
        if (error != 0)
            throw new BenchmarkException($"Preparing a child process failed: {Marshal.GetPInvokeErrorMessage(error)}.");
    }
}
