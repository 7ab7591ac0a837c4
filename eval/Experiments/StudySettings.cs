namespace WFrame.Experiments;

/// <summary>The settings that --setting names.</summary>
public static class StudySettings
{
    /// <summary>The constants that the paper prints.</summary>
    public const string Paper = "paper";

    /// <summary>Larger steps than the paper's, which show a collapse sooner: this project's first settings.</summary>
    public const string Ours = "ours";

    /// <summary>Options of a set of images.</summary>
    /// <param name="name"><see cref="Paper"/> or <see cref="Ours"/>.</param>
    /// <param name="set">celeba, bedroom or cifar10.</param>
    public static WFrameOptions Of(string name, string set) =>
        (name, set) switch
        {
            (Ours, "celeba") => Presets.Options(set) with { LearningRate = 1.5e-3 },
            (Ours, "cifar10") => Presets.Options(set) with { StepSize = 0.2 },
            _ => Presets.Options(set),
        };

    /// <summary>Whose constants those are, as a note says it.</summary>
    internal static string Describe(string name, string set) =>
        Of(name, set) == Presets.Options(set)
            ? $"{set}: lambda, delta and beta as the paper prints them."
            : $"{set}: this project's lambda and delta, larger than the paper's.";
}
