using Spectre.Console;
using WFrame.Cli.Consoles;

namespace WFrame.Cli.Tests;

/// <summary>A command line run in process with captured writers.</summary>
internal sealed record Invocation(int Code, string Out, string Error)
{
    /// <summary>The JSON object on standard output.</summary>
    public JsonObject Json => (JsonObject)JsonNode.Parse(Out)!;

    /// <summary>A terminal for what writes nothing.</summary>
    public static Terminal Nowhere { get; } =
        new(TextWriter.Null, TextWriter.Null, AnsiConsole.Create(new AnsiConsoleSettings()), TimeProvider.System);

    public static Invocation Run(params string[] arguments) => Run(null, arguments, CancellationToken.None);

    public static Invocation Run(TextWriter? error, string[] arguments, CancellationToken cancellation)
    {
        using var output = new StringWriter();
        using var captured = new StringWriter();
        var diagnostics = error ?? captured;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(diagnostics) });
        var terminal = new Terminal(output, diagnostics, console, TimeProvider.System);
        var code = Application.Run(arguments, terminal, cancellation);
        return new Invocation(code, output.ToString(), diagnostics.ToString()!);
    }

    /// <summary>Asserts exit code and one sentence on standard error that holds all the words; nothing on standard output.</summary>
    public Invocation Fails(int code, params string[] words)
    {
        Assert.True(Code == code, $"exit {Code}, {code} expected: {Out}{Error}");
        Assert.Empty(Out);
        var line = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("wframe: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, line, StringComparison.Ordinal));
        return this;
    }

    /// <summary>Asserts exit code 0.</summary>
    public Invocation Succeeds()
    {
        Assert.True(Code == 0, $"exit {Code}: {Error}");
        return this;
    }
}
