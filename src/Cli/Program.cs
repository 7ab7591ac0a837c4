using Spectre.Console;
using WFrame.Cli.Consoles;

namespace WFrame.Cli;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        using var cancellation = new CancellationTokenSource();
        // The first signal asks for a checkpoint and an orderly end, the second one ends the process as usual.
        void Stop(PosixSignalContext context)
        {
            context.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        // Unlike Console.Out this writer reports a full disk instead of losing the text silently.
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = false };
        // What is detected is without colours where NO_COLOR is set.
        var diagnostics = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(Console.Error),
                ColorSystem = ColorSystemSupport.Detect,
            }
        );
        var consoles = new Terminal(output, Console.Error, diagnostics, TimeProvider.System);
        return Application.Run(arguments, consoles, cancellation.Token);
    }
}
