namespace WFrame.Cli.Tests;

/// <summary>A fact on a terminal of its own, which util-linux's script makes; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TerminalFactAttribute : FactAttribute
{
    public TerminalFactAttribute() =>
        Skip =
            OperatingSystem.IsLinux() && File.Exists("/usr/bin/script") && File.Exists("/usr/bin/pgrep")
                ? null
                : "needs script (util-linux) and pgrep (procps)";
}
