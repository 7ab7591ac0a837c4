namespace WFrame.Cli.Tests;

/// <summary>A theory that mounts a small file system in a namespace of its own; skipped where that is not allowed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FullDiskTheoryAttribute : TheoryAttribute
{
    private static readonly bool Allowed =
        OperatingSystem.IsLinux()
        && RealProcess.Shell("unshare -rm sh -c 'mount -t tmpfs -o size=64k none /mnt' 2> /dev/null").Code == 0;

    public FullDiskTheoryAttribute() =>
        Skip = Allowed ? null : "needs a mount namespace (unshare -rm), which this system does not allow";
}
