namespace WFrame.Testing;

/// <summary>A browser without a window, where one is installed.</summary>
public static class Chromium
{
    /// <summary>Its program; null where there is none.</summary>
    public static string? Program { get; } =
        new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(
            File.Exists
        );

    /// <summary>Opens an address, waits until its scripts rest, and gives the page as they left it.</summary>
    /// <param name="address">Address of a page.</param>
    /// <param name="folder">An empty folder for the browser.</param>
    /// <param name="more">More switches.</param>
    /// <returns>The document, and what the browser said, the console's messages among it.</returns>
    public static (string Document, string Log) Open(Uri address, string folder, params string[] more)
    {
        ArgumentNullException.ThrowIfNull(address);
        var start = new ProcessStartInfo(
            Program!,
            [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--enable-logging=stderr",
                $"--user-data-dir={folder}",
                "--virtual-time-budget=5000",
                "--dump-dom",
                .. more,
                address.ToString(),
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var log = process.StandardError.ReadToEndAsync();
        var document = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (document, log.GetAwaiter().GetResult());
    }
}

/// <summary>A test that needs a browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Program is null)
        {
            Skip = "Chromium is not installed.";
        }
    }
}
