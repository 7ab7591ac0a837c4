using WFrame.Cli.Consoles;

namespace WFrame.Cli.Tests;

/// <summary>The command as a process of its own, for signals, limits and devices.</summary>
internal static class RealProcess
{
    internal static string Assembly { get; } = typeof(Terminal).Assembly.Location;

    /// <summary>Runs a line of sh in which $WFRAME is the command; the arguments are $0, $1 and so on.</summary>
    public static (int Code, string Out, string Error) Shell(
        string script,
        string first = "sh",
        params string[] arguments
    )
    {
        using var process = Start("/bin/sh", ["-c", script, first, .. arguments]);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult(), error);
    }

    /// <summary>Runs the command, sends a signal when a line begins so, and waits for its end.</summary>
    public static (int Code, string Error) Interrupt(string signal, string line, params string[] arguments)
    {
        // A shell starts background jobs with SIGINT ignored, and children inherit that: CI may run us so.
        using var process = Start("env", ["--default-signal=INT,TERM", "dotnet", Assembly, .. arguments]);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = new StringWriter();
        while (process.StandardError.ReadLine() is { } said)
        {
            error.WriteLine(said);
            if (said.StartsWith(line, StringComparison.Ordinal))
            {
                using var kill = Process.Start("kill", [signal, $"{process.Id}"]);
                kill.WaitForExit();
            }
        }
        process.WaitForExit();
        _ = output.GetAwaiter().GetResult();
        return (process.ExitCode, error.ToString());
    }

    /// <summary>Same model, same pictures, same history but for the seconds.</summary>
    public static void AssertSameRun(string expected, string actual)
    {
        Assert.Equal(Bytes(expected, "model.zip"), Bytes(actual, "model.zip"));
        var pictures = Directory.GetFiles(expected, "*.png", SearchOption.AllDirectories);
        Assert.NotEmpty(pictures);
        Assert.All(
            pictures.Select(p => Path.GetRelativePath(expected, p)),
            p => Assert.Equal(Bytes(expected, p), Bytes(actual, p))
        );
        Assert.Equal(History(expected), History(actual));
    }

    private static byte[] Bytes(string folder, string name) => File.ReadAllBytes(Path.Combine(folder, name));

    private static string[] History(string folder) =>
        [
            .. File.ReadLines(Path.Combine(folder, "history.jsonl"))
                .Select(l => l[..l.IndexOf("\"seconds\"", StringComparison.Ordinal)]),
        ];

    private static Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["WFRAME"] = $"dotnet {Assembly}";
        return Process.Start(start)!;
    }
}
