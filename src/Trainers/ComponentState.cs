using WFrame.Graphs;

namespace WFrame.Trainers;

/// <summary>Everything that changes while one component learns, with a copy of its last good iteration.</summary>
internal sealed class ComponentState
{
    private readonly float[] _goodTheta;
    private readonly float[] _goodChains;
    private readonly float[] _goodPenalty;

    /// <summary>Views into the session's buffers: theta of this group, chains of this model.</summary>
    public ComponentState(int index, string name, Memory<float> theta, PixelBatch chains, double stepSize)
    {
        (Index, Name, Theta, Chains, StepSize) = (index, name, theta, chains, stepSize);
        PreviousPenalty = new float[theta.Length];
        _goodTheta = new float[theta.Length];
        _goodPenalty = new float[theta.Length];
        _goodChains = new float[chains.Values.Length];
    }

    public int Index { get; }

    public string Name { get; }

    public Memory<float> Theta { get; }

    public PixelBatch Chains { get; }

    /// <summary>P of the iteration before; 0 at first.</summary>
    public float[] PreviousPenalty { get; }

    /// <summary>H_obs.</summary>
    public required float[] ObservedMean { get; init; }

    /// <summary>Mean of each filter over positions and observed images.</summary>
    public required double[] ObservedChannelMeans { get; init; }

    /// <summary>delta in force; halved at each restart.</summary>
    public double StepSize { get; set; }

    /// <summary>Restarts after a divergence so far; also the noise sub-stream.</summary>
    public int Restarts { get; set; }

    /// <summary>Given up: frozen at its last good iteration.</summary>
    public bool Diverged { get; set; }

    public List<IterationRecord> History { get; } = [];

    public void Remember()
    {
        Theta.Span.CopyTo(_goodTheta);
        Chains.Values.Span.CopyTo(_goodChains);
        PreviousPenalty.CopyTo(_goodPenalty, 0);
    }

    public void Restore()
    {
        _goodTheta.CopyTo(Theta);
        _goodChains.CopyTo(Chains.Values);
        _goodPenalty.CopyTo(PreviousPenalty, 0);
    }
}
