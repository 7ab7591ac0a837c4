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
        // For failures before the options are merged.
        var diagnostic = arguments.Contains("diagnostic") || arguments.Contains("--verbosity=diagnostic");
        var line = CommandLine.Find(arguments);
        try
        {
            var code = ExitCodes.Done;
            if (line.Text is { } text)
            {
                terminal.Out.Write(text);
            }
            else
            {
                var call = line.Parse(terminal, cancellation);
                diagnostic |= call.Verbosity == Verbosity.Diagnostic;
                code = line.Verb.Run!(call);
            }
            terminal.Out.Flush();
            return code;
        }
        // The one place where every failure ends.
#pragma warning disable CA1031
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return Report(failure, line.Verb, terminal, diagnostic);
        }
    }

    private static int Report(Exception failure, Verb verb, Terminal terminal, bool diagnostic)
    {
        var cause = ExitCodes.Cause(failure);
        try
        {
            var members = cause switch
            {
                UsageException usage => usage.Members,
                InvalidContentException content => content.Members,
                _ => [],
            };
            terminal.Error.WriteLine($"wframe: {verb.InOptions(ExitCodes.Sentence(cause), members)}");
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
}
