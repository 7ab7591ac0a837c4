namespace WFrame.Noise;

/// <summary>What random numbers are drawn for; numbers of different purposes never share a Philox counter.</summary>
public enum RandomPurpose
{
    /// <summary>Noise Z of the Langevin steps of a training.</summary>
    Langevin = 0,

    /// <summary>The interpolation weight gamma of the penalty.</summary>
    Gamma = 1,

    /// <summary>Start of the chains.</summary>
    Initialisation = 2,

    /// <summary>Position, scale and mirroring of crops.</summary>
    Crop = 3,

    /// <summary>Noise of images drawn from a finished model.</summary>
    Draw = 4,

    /// <summary>Choice and order of images.</summary>
    Selection = 5,

    /// <summary>Resampling in evaluations.</summary>
    Evaluation = 6,

    /// <summary>Tests of the engines.</summary>
    EngineTest = 7,

    /// <summary>Images drawn at the end of a training, to find how many steps are best.</summary>
    Trial = 8,
}
