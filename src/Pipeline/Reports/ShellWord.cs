namespace WFrame.Reports;

internal static class ShellWord
{
    /// <summary>An argument as it is typed in a shell: quoted where it has to be.</summary>
    public static string Of(string argument) =>
        argument.Length > 0
        && argument.All(c => char.IsLetterOrDigit(c) || "-_./:=@+,%".Contains(c, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
