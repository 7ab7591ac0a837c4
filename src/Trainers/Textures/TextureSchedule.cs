namespace WFrame.Textures;

/// <summary>How fast a level is learned and drawn. The defaults hold for photographs of any contrast.</summary>
internal sealed record TextureSchedule
{
    /// <summary>Iterations, each of <see cref="Steps"/> Langevin steps, of the coarsest level.</summary>
    public int First { get; init; } = 32;

    /// <summary>Iterations of a level that starts from a coarser one and is not bound to it.</summary>
    public int Middle { get; init; } = 20;

    /// <summary>Iterations of a level that is bound to a coarser one.</summary>
    public int Bound { get; init; } = 9;

    /// <summary>Langevin steps an iteration.</summary>
    public int Steps { get; init; } = 5;

    /// <summary>Learning rate lambda of theta at the first iteration.</summary>
    public double FirstRate { get; init; } = 2e-3;

    /// <summary>Lambda at the last iteration.</summary>
    public double LastRate { get; init; } = 5e-4;

    /// <summary>Lambda of colours, in that of the filters: the pixels' statistics move slowly.</summary>
    public double ColourGain { get; init; } = 30;

    /// <summary>Lambda of neighbours' differences, in that of the filters.</summary>
    public double DifferenceGain { get; init; } = 1;

    /// <summary>
    /// What is added to theta while the image moves, in the last change of theta. Theta adds up the errors, and the image
    /// follows late; without this theta goes on beyond what is needed, and the two swing.
    /// </summary>
    public double Damping { get; init; } = 4;

    /// <summary>Weight of wFRAME's penalty on the gradient of the filters' part of the energy, 0 or more.</summary>
    public double Beta { get; init; }

    /// <summary>Whether pixels are kept within the photographs' grey levels, and get these at the end of a level.</summary>
    public bool KeepsGreyLevels { get; init; } = true;

    /// <summary>Largest Langevin step, in sigma squared.</summary>
    public double LargestStep { get; init; } = 0.2;

    /// <summary>Noise of the Langevin steps, in that of the reference distribution at temperature 1.</summary>
    public double Noise { get; init; } = 0.1;

    /// <summary>Sigma of the reference distribution, in the photographs' contrast.</summary>
    public double Sigma { get; init; } = 2.1;

    /// <summary>The noise a coarsest level starts from, in sigma.</summary>
    public double Start { get; init; } = 0.3;

    /// <summary>Lambda at a share of the iterations, 0 to 1.</summary>
    public double RateAt(double progress) => FirstRate * Math.Pow(LastRate / FirstRate, progress);

    /// <summary>Sigma of the reference distribution, in grey levels, of photographs of some contrast.</summary>
    public double SigmaOf(double contrast) => Math.Max(8, Sigma * contrast);
}
