using System.Text.Json.Serialization;

namespace WFrame.Textures.Drawing;

/// <summary>All that decides how a level goes on after an iteration, besides the noise, which is counter-based.</summary>
internal sealed record ChainState
{
    /// <summary>Iterations that are done.</summary>
    public required int Iteration { get; init; }

    /// <summary>What the learning rate is multiplied with.</summary>
    public required double Rate { get; init; }

    /// <summary>Iterations in a row whose error was far above the best.</summary>
    public required int Lost { get; init; }

    /// <summary>Factor of the Langevin step.</summary>
    public required double StepFactor { get; init; }

    /// <summary>Theta of the filters.</summary>
    public required double[] Theta { get; init; }

    /// <summary>Theta of the pixels.</summary>
    public required double[] PixelTheta { get; init; }

    /// <summary>Gain of each filter.</summary>
    public required double[] Gains { get; init; }

    /// <summary>Errors that the gains have followed.</summary>
    public required double[] LastErrors { get; init; }

    /// <summary>The image, [3,H,W].</summary>
    [JsonIgnore]
    public float[] Image { get; init; } = [];

    /// <summary>Where the error was least.</summary>
    public required BestState Best { get; init; }
}

/// <summary>The state of a chain where its error was least.</summary>
internal sealed record BestState
{
    /// <summary>Its error.</summary>
    public required double Error { get; init; }

    /// <summary>The image, [3,H,W].</summary>
    [JsonIgnore]
    public float[] Image { get; init; } = [];

    /// <summary>Theta of the filters.</summary>
    public required double[] Theta { get; init; }

    /// <summary>Theta of the pixels.</summary>
    public required double[] PixelTheta { get; init; }
}
