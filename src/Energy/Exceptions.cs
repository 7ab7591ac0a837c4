namespace WFrame;

/// <summary>A request that cannot be met as asked: an option, argument or combination. Exit code 2.</summary>
/// <param name="message">One sentence: what, which value, what is allowed, what to do.</param>
/// <param name="members">The members or parameters that the sentence names.</param>
public sealed class UsageException(string message, params string[] members) : Exception(message)
{
    /// <summary>
    /// Members and parameters that the message names (StepSize), for a caller who knows them by other names
    /// (--step-size).
    /// </summary>
    public IReadOnlyList<string> Members => members;

    /// <summary>Makes all checks, then throws one exception that tells everything that they refused.</summary>
    public static void Check(params IEnumerable<Action> checks)
    {
        var refused = new List<UsageException>();
        foreach (var check in checks)
        {
            try
            {
                check();
            }
            catch (UsageException problem)
            {
                refused.Add(problem);
            }
        }
        if (refused.Count > 0)
        {
            throw new UsageException(
                string.Join(' ', refused.Select(r => r.Message)),
                [.. refused.SelectMany(r => r.Members)]
            );
        }
    }
}

/// <summary>A file whose content cannot be used: image, model, checkpoint, trunk, card, manifest. Exit code 2.</summary>
/// <param name="message">One sentence that names the file and the reason.</param>
/// <param name="inner">What was thrown underneath, if anything.</param>
public sealed class InvalidContentException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Members of options that the message names (SkipBadImages), for a caller who knows them by other names.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];
}

/// <summary>Training left the range of finite numbers and could not be brought back. Exit code 3.</summary>
/// <param name="message">One sentence: where it happened, what was kept, what to change.</param>
public sealed class DivergedException(string message) : Exception(message);
