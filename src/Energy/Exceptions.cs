namespace WFrame;

/// <summary>A request that cannot be met as asked: an option, argument or combination. Exit code 2.</summary>
/// <param name="message">One sentence: what, which value, what is allowed, what to do.</param>
/// <param name="member">The member or parameter that the sentence begins with, if there is one.</param>
public sealed class UsageException(string message, string? member = null) : Exception(message)
{
    /// <summary>
    /// Name of the member or parameter that the message begins with (StepSize), for a caller who knows it by another
    /// name (--step-size); null where the message is not about one.
    /// </summary>
    public string? Member { get; } = member;
}

/// <summary>A file whose content cannot be used: image, model, checkpoint, trunk, card, manifest. Exit code 2.</summary>
/// <param name="message">One sentence that names the file and the reason.</param>
/// <param name="inner">What was thrown underneath, if anything.</param>
public sealed class InvalidContentException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Training left the range of finite numbers and could not be brought back. Exit code 3.</summary>
/// <param name="message">One sentence: where it happened, what was kept, what to change.</param>
public sealed class DivergedException(string message) : Exception(message);
