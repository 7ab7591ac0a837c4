using WFrame.Sampling;
using WFrame.Scoring;

namespace WFrame.Learning;

/// <summary>One learned model within a <see cref="WFrameModel"/>: a class, a group of images, or everything.</summary>
/// <param name="Name">Name of the component.</param>
/// <param name="Theta">Natural parameter, [C,h,w] or [C].</param>
/// <param name="Chains">The chains at the end of training, [M,3,H,W]: the synthesised images.</param>
/// <param name="Iterations">Learning iterations done.</param>
/// <param name="Diverged">Whether training gave this component up; it then holds its last good iteration.</param>
public sealed record ModelComponent(string Name, float[] Theta, PixelBatch Chains, int Iterations, bool Diverged)
{
    /// <summary>What scores are compared with; null of a model that was stored without.</summary>
    internal ScoreReference? Reference { get; init; }

    /// <summary>How well new images come out after so many steps; null of a model that was stored without.</summary>
    public SamplingTrial? Trial { get; init; }

    /// <summary>Mean response of each filter over positions and training images, [C]; null of a model that was stored without.</summary>
    internal double[]? ObservedMeans { get; init; }

    /// <summary>H_obs, mean responses of the training images, shaped as theta; null of a model that was stored without.</summary>
    internal float[]? ObservedResponses { get; init; }
}
