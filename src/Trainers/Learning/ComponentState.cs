namespace WFrame.Learning;

/// <summary>Everything that changes while one component learns, with a copy of its last good iteration.</summary>
internal sealed class ComponentState
{
    private readonly StateCopy _last;

    /// <summary>Views into the session's buffers: theta of this group, chains of this model.</summary>
    public ComponentState(int index, string name, Memory<float> theta, PixelBatch chains, double stepSize)
    {
        (Index, Name, Theta, Chains, StepSize) = (index, name, theta, chains, stepSize);
        PreviousPenalty = new float[theta.Length];
        _last = new StateCopy(theta.Length, chains.Values.Length);
        Sound = new StateCopy(theta.Length, chains.Values.Length);
        Sound.Take(this);
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

    /// <summary>The state after the last iteration whose chains resembled the data at all.</summary>
    public StateCopy Sound { get; }

    /// <summary>That iteration, 1-based; 0 at the start.</summary>
    public int SoundIteration { get; set; }

    /// <summary>Iterations in a row that were worse than nothing (<see cref="TrainingSession.WorstDistance"/>).</summary>
    public int Astray { get; set; }

    /// <summary>Given up: frozen at its last good iteration.</summary>
    public bool Diverged { get; set; }

    public List<IterationRecord> History { get; } = [];

    public void Remember() => _last.Take(this);

    public void Restore() => _last.PutBack(this);
}

/// <summary>A copy of what an iteration changes.</summary>
internal sealed class StateCopy(int theta, int chains)
{
    public float[] Theta { get; } = new float[theta];

    public float[] Chains { get; } = new float[chains];

    public float[] Penalty { get; } = new float[theta];

    public void Take(ComponentState state)
    {
        state.Theta.Span.CopyTo(Theta);
        state.Chains.Values.Span.CopyTo(Chains);
        state.PreviousPenalty.CopyTo(Penalty, 0);
    }

    /// <summary>Fills the copy from theta, chains and penalty one behind the other.</summary>
    public void Read(ReadOnlySpan<float> values)
    {
        values[..Theta.Length].CopyTo(Theta);
        values.Slice(Theta.Length, Chains.Length).CopyTo(Chains);
        values.Slice(Theta.Length + Chains.Length, Penalty.Length).CopyTo(Penalty);
    }

    public void PutBack(ComponentState state)
    {
        Theta.CopyTo(state.Theta);
        Chains.CopyTo(state.Chains.Values);
        Penalty.CopyTo(state.PreviousPenalty, 0);
    }
}
