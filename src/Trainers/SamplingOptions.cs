using WFrame.Graphs;

namespace WFrame.Trainers;

/// <summary>How new images are drawn from a learned model.</summary>
public sealed record SamplingOptions
{
    /// <summary>Langevin steps of each chain, 1 or more; 0 takes the model's default (10 iterations' worth).</summary>
    public int Steps { get; init; }

    /// <summary>Seed of the noise; chain i of a component depends on nothing else.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Image size; another than the model's only for filter theta. Null: the model's.</summary>
    public ImageSize? Size { get; init; }

    /// <summary>Number of the first chain, so that more images can be drawn later without repeating any.</summary>
    public int FirstChain { get; init; }
}
