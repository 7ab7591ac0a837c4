using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Runs;

/// <summary>Refuses sizes that cannot fit before hours are spent on them. Counts the arrays, not every temporary.</summary>
internal static class MemoryCheck
{
    /// <summary>Memory of a training.</summary>
    /// <exception cref="UsageException">More is needed than there is, or than one array can hold.</exception>
    public static void Training(Trunk trunk, ImageSize size, WFrameOptions options, int models)
    {
        var layout = trunk.Layout(size, options.Theta);
        var (image, responses) = (3.0 * size.Height * size.Width, Responses(layout));
        var theta = models * layout.Taps.Sum(t => t.Form == ThetaForm.Spatial ? Responses(t) : t.Channels);
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
        var responses = Responses(trunk.Layout(size, ThetaForm.Spatial));
        var image = 3.0 * size.Height * size.Width;
        Require(size, $"{count} images", Math.Max(count * image, responses), (2 * count * image) + (2 * responses));
    }

    private static double Responses(ResponseLayout layout) => layout.Taps.Sum(Responses);

    private static double Responses(ResponseTap tap) => (double)tap.Channels * tap.Height * tap.Width;

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
                $"Size {size} with {what} needs {needed / 1e9:0.0} GB, {available / 1e9:0.0} GB are there (and at most 2^31 numbers an array); choose a smaller size or fewer."
            ),
            "Size"
        );
    }
}
