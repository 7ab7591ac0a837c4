namespace WFrame.Pipeline.Tests;

/// <summary>A program run by <c>dotnet</c> in another process.</summary>
internal static class DotnetProcess
{
    /// <returns>Its standard output; an exit code other than 0 fails the test.</returns>
    public static string Run(string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"exit {process.ExitCode}: {output} {errors.Result}");
        return output;
    }
}
