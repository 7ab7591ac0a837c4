namespace WFrame.Cli.Consoles;

/// <summary>Reports at once on the caller's thread; <see cref="Progress{T}"/> would come late and out of order.</summary>
internal sealed class Reporter<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
