namespace WFrame.Metrics;

/// <summary>How a kernel distance is taken; the defaults are those of the KID paper.</summary>
public sealed record KernelDistanceOptions
{
    /// <summary>The kernel. Default: polynomial (x.y/D + 1)^3.</summary>
    public PolynomialKernel Kernel { get; init; } = new();

    /// <summary>Random subsets that are compared; their spread is the reported deviation. At least 1. Default 100.</summary>
    public int Subsets { get; init; } = 100;

    /// <summary>
    /// Images of each subset, at least 2 and at most the smaller set. Default (null): 1000, or half of the smaller set
    /// where that is less. The estimate is unbiased for every size; small subsets only spread more.
    /// </summary>
    public int? SubsetSize { get; init; }

    /// <summary>Seed of numpy's RandomState that draws the subsets. Default 2020.</summary>
    public uint Seed { get; init; } = 2020;

    internal int Validate(int first, int second)
    {
        var smaller = Math.Min(first, second);
        if (smaller < 2)
        {
            throw new UsageException(
                $"KID: a set has {smaller} images, the unbiased estimate needs at least two; give more."
            );
        }
        if (Subsets < 1)
        {
            throw new UsageException($"KID: {Subsets} subsets asked for; at least 1 is allowed.");
        }
        var size = SubsetSize ?? Math.Clamp(smaller / 2, 2, 1000);
        if (size < 2 || size > smaller)
        {
            throw new UsageException(
                $"KID: subsets of {size} images asked for, the smaller set has {smaller}; 2 to {smaller} are allowed."
            );
        }
        return size;
    }
}

/// <summary>A KID with everything needed to compare it, save the protocol of the network.</summary>
/// <param name="Mean">Mean of MMD^2 over the subsets; may be slightly negative, being unbiased.</param>
/// <param name="Std">Population standard deviation over the subsets.</param>
/// <param name="Values">MMD^2 of each pair of subsets.</param>
/// <param name="SubsetSize">Images of each subset.</param>
/// <param name="Seed">Seed of the draws.</param>
public sealed record KernelDistanceResult(
    double Mean,
    double Std,
    IReadOnlyList<double> Values,
    int SubsetSize,
    uint Seed
);
