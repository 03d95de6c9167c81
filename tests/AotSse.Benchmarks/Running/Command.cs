using System.Runtime.InteropServices;

namespace AotSse.Benchmarks.Running;

/// <summary>What all commands share: help, interruption, and failures as exit codes.</summary>
internal static class Command
{
    public static int Run(string[] arguments, string usage, Action<CancellationToken> measure)
    {
        if (arguments is ["--help" or "-h"])
        {
            Console.WriteLine(usage);
            return ExitCode.Success;
        }

        using var interruption = new CancellationTokenSource();
        // Cancelling instead of dying: leaving the `using` blocks is what ends the contestants.
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        try
        {
            if (!OperatingSystem.IsLinux())
                throw new BenchmarkException("This command measures through Linux system calls and /proc; run it on Linux.");
            measure(interruption.Token);
            return ExitCode.Success;
        }
        catch (FormatException error)
        {
            Console.Error.WriteLine($"{error.Message}\n\n{usage}");
            return ExitCode.Usage;
        }
        catch (BenchmarkException error)
        {
            Console.Error.WriteLine(error.Message);
            return ExitCode.Failure;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Interrupted; every process that was started has been ended.");
            return ExitCode.Interrupted;
        }

        void Interrupt(PosixSignalContext context)
        {
            context.Cancel = true;
            interruption.Cancel();
        }
    }
}
