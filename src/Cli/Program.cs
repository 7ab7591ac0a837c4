using Spectre.Console;
using WFrame.Cli.Consoles;

namespace WFrame.Cli;

internal static class Program
{
    private const string ShowCursor = "\e[?25h";

    private static int Main(string[] arguments)
    {
        try
        {
            if (!OpenFiles.Suffice())
            {
                Console.Error.WriteLine(
                    $"wframe: fewer than {OpenFiles.Needed} more files can be opened, too few even for the program's own parts; allow more (ulimit -n 1024) and start again."
                );
                return ExitCodes.Failed;
            }
            return Start(arguments);
        }
        // Before there is anything that could tell it better.
#pragma warning disable CA1031
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine($"wframe: cannot start: {failure.Message.ReplaceLineEndings(" ")}");
            return ExitCodes.Failed;
        }
    }

    /// <summary>Apart from <see cref="Main"/>, so that what it needs is loaded after the check.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Start(string[] arguments)
    {
        using var cancellation = new CancellationTokenSource();
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
        // The first signal asks for a checkpoint and an orderly end, the second one ends the process as usual.
        void Stop(PosixSignalContext context)
        {
            context.Cancel = !cancellation.IsCancellationRequested;
            if (!context.Cancel && diagnostics.Profile is { Out.IsTerminal: true, Capabilities.Ansi: true })
            {
                // The bars hide it, and nobody will be left to show it again.
                Console.Error.Write(ShowCursor);
                Console.Error.Flush();
            }
            cancellation.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        var consoles = new Terminal(output, Console.Error, diagnostics, TimeProvider.System);
        return Application.Run(arguments, consoles, cancellation.Token);
    }
}
