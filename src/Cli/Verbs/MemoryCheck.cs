using System.Globalization;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Cli.Verbs;

/// <summary>Refuses sizes that cannot fit before hours are spent on them. Counts the arrays, not every temporary.</summary>
internal static class MemoryCheck
{
    /// <summary>Memory of a training.</summary>
    /// <exception cref="UsageException">More is needed than there is, or than one array can hold.</exception>
    public static void Training(Trunk trunk, ImageSize size, WFrameOptions options, int models)
    {
        var shape = trunk.ResponsesFor(size);
        var (image, responses) = (3.0 * size.Height * size.Width, (double)shape.Channels * shape.Height * shape.Width);
        var theta = models * (options.Theta == ThetaForm.Spatial ? responses : shape.Channels);
        var chains = models * (double)options.Chains * image;
        // F, G, P of the chains of one component; theta, its penalty, and copies to go back to.
        var evaluation = options.Chains * ((2 * responses) + image);
        Require(
            size,
            $"{models} x {options.Chains} chains",
            Math.Max(Math.Max(chains, theta), options.Chains * responses),
            evaluation + (3 * chains) + (4 * theta)
        );
    }

    /// <summary>Memory of drawing images.</summary>
    /// <exception cref="UsageException">As <see cref="Training"/>.</exception>
    public static void Sampling(Trunk trunk, ImageSize size, int count)
    {
        var shape = trunk.ResponsesFor(size);
        var (image, responses) = (3.0 * size.Height * size.Width, (double)shape.Channels * shape.Height * shape.Width);
        Require(size, $"{count} images", Math.Max(count * image, responses), (2 * count * image) + (2 * responses));
    }

    private static void Require(ImageSize size, string what, double largestArray, double floats)
    {
        var available = (double)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var needed = floats * sizeof(float);
        if (needed < available && largestArray < int.MaxValue)
        {
            return;
        }
        throw new UsageException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"--size {size} with {what} needs {needed / 1e9:0.0} GB, {available / 1e9:0.0} GB are there (and at most 2^31 numbers an array); choose a smaller size or fewer."
            )
        );
    }
}
