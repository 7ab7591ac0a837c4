namespace WFrame.Packages.Tests;

/// <summary>Programs run in other processes.</summary>
internal static class Command
{
    /// <summary>Runs a program to its end; an exit code other than 0 fails the test.</summary>
    /// <returns>Its standard output.</returns>
    public static string Run(string folder, string program, params IEnumerable<string> arguments)
    {
        var (exitCode, output, errors) = Try(folder, program, arguments);
        Assert.True(exitCode == 0, $"exit {exitCode}: {output} {errors}");
        return output;
    }

    public static (int ExitCode, string Output, string Errors) Try(
        string folder,
        string program,
        params IEnumerable<string> arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        // Settings of the build that runs the tests are none of a stranger's.
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
