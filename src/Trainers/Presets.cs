namespace WFrame;

/// <summary>
/// Settings by name. celeba, bedroom and cifar10 have the constants that the paper prints for these sets ("Experiments"):
/// lambda, delta, beta 60, nine chains, L = 50, T = 100; sigma is read as numerics of this project resolve it (reference
/// sigma 1, noise 0.01), and theta has one number a filter and position. annealed and texture are this project's and none of
/// the paper's: annealed learns in 600 gradient steps, the last 400 with lambda falling to zero.
/// </summary>
public static class Presets
{
    /// <summary>The names that <see cref="Options"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["annealed", "celeba", "bedroom", "cifar10", "texture"];

    /// <summary>Options of a preset.</summary>
    /// <exception cref="UsageException">The name is unknown.</exception>
    public static WFrameOptions Options(string name) =>
        name switch
        {
            "annealed" => new WFrameOptions
            {
                Steps = 5,
                Iterations = 60,
                AnnealingIterations = 20,
                AnnealingSteps = 20,
                LearningRate = 2e-3,
                PenaltyForm = PenaltyForm.Sum,
                TrialEvery = 20,
                Keep = KeptIteration.Best,
            },
            "celeba" => new WFrameOptions { StepSize = 0.2, LearningRate = 1e-3 },
            "bedroom" => new WFrameOptions { StepSize = 0.15, LearningRate = 1e-3 },
            "cifar10" => new WFrameOptions { StepSize = 0.15, LearningRate = 2e-3 },
            // No setting of the paper. One number a filter: its gradient is a sum over all positions, so lambda is about
            // 1e-3 of the spatial one.
            "texture" => new WFrameOptions
            {
                Theta = ThetaForm.Filter,
                StepSize = 0.2,
                LearningRate = 1e-6,
                NoiseSigma = 1,
                Steps = 20,
                Iterations = 60,
                Chains = 4,
            },
            _ => throw new UsageException(
                $"Preset {name} is unknown: choose one of {string.Join(", ", Names)}.",
                "Preset"
            ),
        };

    /// <summary>Image size the paper uses with a preset; of the others 64 px.</summary>
    public static ImageSize Size(string name) => name == "cifar10" ? new(32, 32) : new(64, 64);

    /// <summary>Centred square crop before resizing, in pixels, or null for the largest square.</summary>
    public static int? Crop(string name) => name == "celeba" ? 148 : null;
}
