using WFrame.Noise;

namespace WFrame.Learning;

/// <summary>The random numbers a training uses; replaceable, so that reference trajectories can be replayed exactly.</summary>
internal interface ITrainingRandomness
{
    /// <summary>Langevin noise of a sub-stream (0, and one more for each restart after a divergence).</summary>
    INoiseSource Noise(int subStream);

    /// <summary>gamma ~ U[0,1) of line 13 for a model and iteration (0-based).</summary>
    double Gamma(int model, int iteration);
}

/// <summary>Counter-based: every number is a function of the seed and its coordinates, so no state is ever stored.</summary>
internal sealed class TrainingRandomness(ulong seed) : ITrainingRandomness
{
    private readonly CounterRandom _gamma = new(seed, RandomPurpose.Gamma);

    public INoiseSource Noise(int subStream) => new PhiloxNoise(seed, subStream);

    public double Gamma(int model, int iteration) => _gamma.Uniform(model, 0, iteration, 0, 0);
}
