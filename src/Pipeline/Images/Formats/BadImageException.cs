using System.Diagnostics.CodeAnalysis;

namespace WFrame.Images.Formats;

/// <summary>What is wrong with an image file.</summary>
internal enum BadImageKind
{
    /// <summary>Zero bytes.</summary>
    Empty,

    /// <summary>Content of no known format.</summary>
    NotAnImage,

    /// <summary>The data ends early.</summary>
    Truncated,

    /// <summary>The data contradicts its format.</summary>
    Corrupt,

    /// <summary>More pixels claimed than are decoded.</summary>
    TooLarge,

    /// <summary>A known format or variant that is not read.</summary>
    Unsupported,

    /// <summary>The file cannot be opened: missing, a folder, no permission.</summary>
    Unreadable,
}

/// <summary>Why bytes are not decoded; the decoder adds the file's name and throws it as invalid content.</summary>
/// <param name="kind">Which kind of fault.</param>
/// <param name="reason">Continues the sentence "NAME ...", without a full stop.</param>
/// <param name="members">Members of the options that the reason names.</param>
[SuppressMessage("Design", "CA1064", Justification = "Never leaves the decoder but as an inner exception.")]
internal sealed class BadImageException(BadImageKind kind, string reason, params string[] members) : Exception(reason)
{
    public BadImageKind Kind { get; } = kind;

    /// <summary>The exception for callers: one sentence about the file <paramref name="name"/>.</summary>
    public InvalidContentException Naming(string name) => new($"{name} {Message}.", this) { Members = members };

    public static BadImageException Truncated(string what) =>
        new(BadImageKind.Truncated, $"is truncated: {what}; copy the file again");

    public static BadImageException Corrupt(string what) => new(BadImageKind.Corrupt, $"is corrupt: {what}");

    public static BadImageException Unsupported(string what) =>
        new(BadImageKind.Unsupported, $"{what}, which is not read; convert it to PNG or JPEG");
}
