using WFrame.Learning;
using WFrame.Responses;

namespace WFrame;

/// <summary>Which learning rule is used.</summary>
public enum WFrameMethod
{
    /// <summary>FRAME with the Wasserstein penalty on |grad Phi|^2 (Algorithm 1).</summary>
    WFrame,

    /// <summary>Plain FRAME: the same update with beta = 0.</summary>
    Frame,
}

/// <summary>Where the chains start.</summary>
public enum ChainInitialization
{
    /// <summary>The mean grey, x = 0 (the paper).</summary>
    Zero,

    /// <summary>Draws of the reference N(0, ReferenceSigma^2).</summary>
    Gaussian,

    /// <summary>Uniform pixel values 0..255.</summary>
    Uniform,

    /// <summary>The observed images themselves, in turn.</summary>
    Data,
}

/// <summary>
/// Settings of Algorithm 1. The defaults are the paper's for faces of 32 to 64 px. Every member is checked by
/// <see cref="Validate"/> before anything is computed.
/// </summary>
public sealed record WFrameOptions
{
    /// <summary>wFRAME, or FRAME (the same with <see cref="Penalty"/> taken as 0).</summary>
    public WFrameMethod Method { get; init; } = WFrameMethod.WFrame;

    /// <summary>Spatial theta for objects, faces and scenes; filter theta for textures, which also scales to other sizes.</summary>
    public ThetaForm Theta { get; init; } = ThetaForm.Spatial;

    /// <summary>Learning iterations T, 1 or more.</summary>
    public int Iterations { get; init; } = 100;

    /// <summary>Langevin steps L of an iteration, 1 or more. More steps: chains closer to the model, slower.</summary>
    public int Steps { get; init; } = 50;

    /// <summary>Step size delta of the Langevin dynamics, above 0 and below 2 (at 2 the chain itself is unstable).</summary>
    public double StepSize { get; init; } = 0.2;

    /// <summary>Learning rate lambda of theta, above 0. Filter theta needs about 1e-3 of what spatial theta needs.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Weight beta of the Wasserstein penalty, 0 or more; |grad Phi|^2 is averaged over the 3HW pixel values.</summary>
    public double Penalty { get; init; } = 60;

    /// <summary>Standard deviation sigma of the reference q = N(0, sigma^2), in grey levels, above 0.</summary>
    public double ReferenceSigma { get; init; } = 1;

    /// <summary>Standard deviation s of the Langevin noise, 0 or more; s = sigma is a true sampler, the paper uses 0.01.</summary>
    public double NoiseSigma { get; init; } = 0.01;

    /// <summary>Chains M of a model, 1 or more; they persist over the iterations.</summary>
    public int Chains { get; init; } = 9;

    /// <summary>Weight clipping: theta is clamped to [-c, c] after each update; null for none.</summary>
    public double? ClipTheta { get; init; }

    /// <summary>Where the chains start.</summary>
    public ChainInitialization Initialization { get; init; } = ChainInitialization.Zero;

    /// <summary>Seed of every random number.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Engine: auto, cpu, ort-cpu, cuda or cuda:N.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads the engine uses; 0 for all cores. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The effective beta: <see cref="Penalty"/>, or 0 for FRAME.</summary>
    public double Beta => Method == WFrameMethod.Frame ? 0 : Penalty;

    /// <summary>Checks every member.</summary>
    /// <exception cref="UsageException">A member is outside its range; the message names it, its value and the range.</exception>
    public void Validate()
    {
        Check.AtLeast("--iterations", Iterations, 1);
        Check.AtLeast("--steps", Steps, 1);
        Check.AtLeast("--chains", Chains, 1);
        Check.AtLeast("--threads", Threads, 0);
        Check.Open("--step-size", StepSize, 0, 2);
        Check.Open("--learning-rate", LearningRate, 0, double.PositiveInfinity);
        Check.NotNegative("--penalty", Penalty);
        Check.Open("--reference-sigma", ReferenceSigma, 0, double.PositiveInfinity);
        Check.NotNegative("--noise-sigma", NoiseSigma);
        if (ClipTheta is { } clip)
        {
            Check.Open("--clip-theta", clip, 0, double.PositiveInfinity);
        }
        Check.Defined("--method", Method);
        Check.Defined("--theta", Theta);
        Check.Defined("--init", Initialization);
    }
}
