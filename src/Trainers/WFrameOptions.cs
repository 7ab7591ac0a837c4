using System.Text.Json.Serialization;
using WFrame.Learning;

namespace WFrame;

/// <summary>Which learning rule is used.</summary>
public enum WFrameMethod
{
    /// <summary>FRAME with the Wasserstein penalty on |grad Phi|^2 (Algorithm 1).</summary>
    WFrame,

    /// <summary>Plain FRAME: the same update with beta = 0.</summary>
    Frame,
}

/// <summary>What the Wasserstein penalty weighs.</summary>
public enum PenaltyForm
{
    /// <summary>|grad Phi|^2 averaged over the 3HW values of an image.</summary>
    Mean,

    /// <summary>Its sum, as in the paper, in units in which both are equal at 32 px: the same whatever the size.</summary>
    Sum,
}

/// <summary>When learning at a constant rate ends.</summary>
public enum LearningEnd
{
    /// <summary>After the iterations that were asked for.</summary>
    Iterations,

    /// <summary>When R falls no more, after as many at most.</summary>
    Plateau,
}

/// <summary>Which iteration of a training is the model.</summary>
public enum KeptIteration
{
    /// <summary>The last one (the paper).</summary>
    Last,

    /// <summary>The last one too, unless R has risen to 1.5 times its lowest: then the one of the lowest, or within 5 % of it.</summary>
    Best,
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
/// Settings of Algorithm 1. The defaults are the paper's for faces of 32 to 64 px. Every member checks what it is given
/// and throws <see cref="UsageException"/> for a value outside its range, so options that exist are valid.
/// </summary>
public sealed record WFrameOptions
{
    /// <summary>wFRAME, or FRAME (the same with <see cref="Beta"/> taken as 0).</summary>
    public WFrameMethod Method
    {
        get;
        init => field = Check.Defined(value);
    }

    /// <summary>Spatial theta for objects, faces and scenes; filter theta for textures, which also scales to other sizes.</summary>
    public ThetaForm Theta
    {
        get;
        init => field = Check.Defined(value);
    }

    /// <summary>Learning iterations T, 1 or more.</summary>
    public int Iterations
    {
        get;
        init => field = Check.AtLeast(value, 1);
    } = 100;

    /// <summary>Langevin steps L of an iteration, 1 or more. More steps: chains closer to the model, slower.</summary>
    public int Steps
    {
        get;
        init => field = Check.AtLeast(value, 1);
    } = 50;

    /// <summary>Step size delta of the Langevin dynamics, above 0 and below 2 (at 2 the chain itself is unstable).</summary>
    public double StepSize
    {
        get;
        init => field = Check.Between(value, 0, 2);
    } = 0.2;

    /// <summary>Learning rate lambda of theta, above 0. Filter theta needs about 1e-3 of what spatial theta needs.</summary>
    public double LearningRate
    {
        get;
        init => field = Check.Between(value, 0);
    } = 1e-3;

    /// <summary>Weight beta of the Wasserstein penalty, 0 or more, on |grad Phi|^2 as <see cref="PenaltyForm"/> says.</summary>
    [JsonPropertyName("penalty")]
    public double Beta
    {
        get;
        init => field = Check.NotNegative(value);
    } = 60;

    /// <summary>Whether the penalty is of the mean or of the sum over the values of an image.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PenaltyForm PenaltyForm
    {
        get;
        init => field = Check.Defined(value);
    }

    /// <summary>Standard deviation sigma of the reference q = N(0, sigma^2), in grey levels, above 0.</summary>
    public double ReferenceSigma
    {
        get;
        init => field = Check.Between(value, 0);
    } = 1;

    /// <summary>Standard deviation s of the Langevin noise, 0 or more; s = sigma is a true sampler, the paper uses 0.01.</summary>
    public double NoiseSigma
    {
        get;
        init => field = Check.NotNegative(value);
    } = 0.01;

    /// <summary>Chains M of a model, 1 or more; they persist over the iterations.</summary>
    public int Chains
    {
        get;
        init => field = Check.AtLeast(value, 1);
    } = 9;

    /// <summary>Weight clipping: theta is clamped to [-c, c] after each update, c above 0; null for none.</summary>
    public double? ClipTheta
    {
        get;
        init => field = value is { } clip ? Check.Between(clip, 0) : null;
    }

    /// <summary>Where the chains start.</summary>
    public ChainInitialization Initialization
    {
        get;
        init => field = Check.Defined(value);
    }

    /// <summary>Seed of every random number; 1, or where nobody sets it in an ML.NET pipeline, the MLContext's choice.</summary>
    public ulong Seed
    {
        get;
        init => (field, _seed) = (value, new Choice(true));
    } = 1;

    /// <summary>
    /// The last so many of <see cref="Iterations"/>, 0 or more, anneal theta: lambda falls linearly towards zero. 0, the
    /// paper's, keeps lambda; more than all anneals all.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int AnnealingIterations
    {
        get;
        init => field = Check.AtLeast(value, 0);
    }

    /// <summary>Langevin steps of an annealed iteration, 1 or more; 0 takes <see cref="Steps"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int AnnealingSteps
    {
        get;
        init => field = Check.AtLeast(value, 0);
    }

    /// <summary>
    /// When annealing begins, or without annealing the training ends: after <see cref="Iterations"/> less the annealed ones, or
    /// before that as soon as R, smoothed, has not fallen for ten iterations.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public LearningEnd Until
    {
        get;
        init => field = Check.Defined(value);
    }

    /// <summary>
    /// Langevin steps for which new images are drawn at the end, to find how many are best
    /// (<see cref="ModelComponent.Trial"/>), 0 for none, up to 2000; fewer where R turns. Null: a quarter of the training's
    /// steps, 120 at least if it has as many, 400 at most.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? TrialSteps
    {
        get;
        init => field = value is { } steps ? Check.Within(steps, 0, 2000) : null;
    }

    /// <summary>
    /// After every so many iterations, 0 or more, three new images are drawn, and R of them goes into the history beside R of
    /// the chains (<see cref="IterationRecord.NewImagesDistance"/>). 0: never; nor where <see cref="TrialSteps"/> is 0.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int TrialEvery
    {
        get;
        init => field = Check.AtLeast(value, 0);
    }

    /// <summary>
    /// The iteration that is the model at the end of a training that has turned: the last, or the best by R of the chains,
    /// smoothed, plus R of the new images that were drawn last (<see cref="TrialEvery"/>).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public KeptIteration Keep
    {
        get;
        init => field = Check.Defined(value);
    }

    /// <summary>Somebody chose the seed.</summary>
    internal bool HasSeed => _seed.Made;

    /// <summary>The beta in force: <see cref="Beta"/>, or 0 for FRAME.</summary>
    [JsonPropertyName("beta")]
    public double EffectiveBeta => Method == WFrameMethod.Frame ? 0 : Beta;

    /// <summary>What |grad Phi|^2 is divided by at an image size.</summary>
    internal int PenaltyValues(ImageSize size) =>
        PenaltyForm == PenaltyForm.Mean ? size.Dimension : new ImageSize(32, 32).Dimension;

    private readonly Choice _seed;

    /// <summary>Whether somebody chose; the same settings are equal either way.</summary>
    private readonly record struct Choice(bool Made)
    {
        public bool Equals(Choice other) => true;

        public override int GetHashCode() => 0;
    }
}
