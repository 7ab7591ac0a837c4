using System.Reflection;
using WFrame.Cli.Consoles;
using WFrame.Cli.Options;

namespace WFrame.Cli;

/// <summary>One invocation of the command: arguments in, exit code out.</summary>
internal static class Application
{
    /// <summary>The version that --version prints.</summary>
    public static string Version { get; } =
        typeof(Application)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    /// <summary>Parses, runs the verb, and turns every failure into one sentence and its exit code.</summary>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation)
    {
        var diagnostic = false;
        try
        {
            var request = CommandLine.Parse(arguments);
            if (request.Text is { } text)
            {
                terminal.Out.Write(text);
                terminal.Out.Flush();
                return ExitCodes.Done;
            }
            var call = VerbCall.Create(request, terminal, arguments, cancellation);
            diagnostic = call.Verbosity == Verbosity.Diagnostic;
            var code = request.Verb!.Run!(call);
            terminal.Out.Flush();
            return code;
        }
        // The one place where every failure ends.
#pragma warning disable CA1031
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return Report(failure, terminal, diagnostic || AsksForDiagnostics(arguments));
        }
    }

    private static int Report(Exception failure, Terminal terminal, bool diagnostic)
    {
        var cause = ExitCodes.Cause(failure);
        try
        {
            terminal.Error.WriteLine($"wframe: {ExitCodes.Sentence(cause)}");
            if (diagnostic)
            {
                terminal.Error.WriteLine(failure);
            }
            terminal.Error.Flush();
        }
        catch (IOException)
        {
            // Standard error is closed or full too: the exit code is all that can be told.
        }
        return ExitCodes.Of(cause);
    }

    /// <summary>For failures before the options are merged.</summary>
    private static bool AsksForDiagnostics(IReadOnlyList<string> arguments) =>
        arguments.Contains("diagnostic") || arguments.Contains("--verbosity=diagnostic");
}
