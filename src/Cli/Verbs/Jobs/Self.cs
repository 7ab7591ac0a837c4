namespace WFrame.Cli.Verbs.Jobs;

/// <summary>How this program starts another of itself.</summary>
internal static class Self
{
    /// <summary>Program and first arguments: the tool's own executable, or dotnet and the assembly.</summary>
    public static IReadOnlyList<string> Command { get; } =
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "wframe"
            ? [path]
            : [Host(), typeof(Self).Assembly.Location];

    private static string Host() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? path
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
