namespace WFrame.Cli;

/// <summary>Exit codes, and the one place that says which failure has which.</summary>
internal static class ExitCodes
{
    /// <summary>All was done.</summary>
    public const int Done = 0;

    /// <summary>The environment failed: disk full, no permission, a defect of the program.</summary>
    public const int Failed = 1;

    /// <summary>A usage error or a bad input, which was named.</summary>
    public const int Usage = 2;

    /// <summary>Training diverged; the last good state is kept.</summary>
    public const int Diverged = 3;

    /// <summary>Ctrl-C or SIGTERM; training wrote a checkpoint.</summary>
    public const int Interrupted = 130;

    /// <summary>The exit code of a failure.</summary>
    public static int Of(Exception failure) =>
        failure switch
        {
            UsageException or InvalidContentException => Usage,
            DivergedException => Diverged,
            OperationCanceledException => Interrupted,
            _ => Failed,
        };

    /// <summary>What really failed under wrappers that tell nothing.</summary>
    public static Exception Cause(Exception failure) =>
        failure is AggregateException { InnerExceptions.Count: > 0 } several ? Cause(several.InnerExceptions[0])
        : failure is System.Reflection.TargetInvocationException or TypeInitializationException
        && failure.InnerException is { } inner
            ? Cause(inner)
        : failure;

    /// <summary>One line, whatever the message was.</summary>
    public static string Sentence(Exception cause)
    {
        var text = cause switch
        {
            UsageException or InvalidContentException or DivergedException => cause.Message,
            OperationCanceledException => cause is InterruptedException ? cause.Message : "interrupted.",
            IOException or UnauthorizedAccessException => $"cannot read or write: {cause.Message}",
            OutOfMemoryException => "out of memory; choose a smaller --size, fewer --chains or fewer images.",
            _ =>
                $"unexpected {cause.GetType().Name}: {cause.Message} (--verbosity diagnostic shows where; please report it)",
        };
        return string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)).TrimEnd();
    }
}

/// <summary>Interrupted, and there is something to say about it.</summary>
internal sealed class InterruptedException(string message, Exception inner)
    : OperationCanceledException(message, inner);
