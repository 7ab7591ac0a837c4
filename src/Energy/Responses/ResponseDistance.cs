using System.Numerics.Tensors;

namespace WFrame.Responses;

/// <summary>
/// The response distance R of the paper's experiments: R = mean over filters k of |mean F_k(synthesised) - mean
/// F_k(observed)|, F_k averaged over positions and images. How far the statistics that the model matches still are from
/// the observed ones; about 350 for a mean-grey image and 7 for a trained face model of VGG-16 conv2_2.
/// </summary>
/// <param name="Distance">R, in units of the responses.</param>
/// <param name="ObservedMean">mean over k of mean F_k(observed): the scale of R.</param>
/// <param name="PerFilter">|mean F_k(synthesised) - mean F_k(observed)|, [C].</param>
public sealed record ResponseDistance(double Distance, double ObservedMean, IReadOnlyList<double> PerFilter)
{
    /// <summary>
    /// R over the mean observed response: 0.02 means that the statistics are met to 2 %. Null where nothing was observed
    /// (every observed response is 0), because the ratio has no value there.
    /// </summary>
    public double? Relative => ObservedMean > 0 ? Distance / ObservedMean : null;

    /// <summary>R between two sets of images, each given by its mean response of each filter, [C].</summary>
    /// <exception cref="UsageException">The lengths differ, are zero, or a value is not finite.</exception>
    public static ResponseDistance Between(ReadOnlySpan<double> synthesized, ReadOnlySpan<double> observed)
    {
        if (synthesized.Length != observed.Length || observed.Length == 0)
        {
            throw new UsageException(
                $"Response distance: {synthesized.Length} synthesised and {observed.Length} observed filters given; both "
                    + "must be the filters of the same layer, at least one."
            );
        }
        var perFilter = new double[observed.Length];
        TensorPrimitives.Subtract(synthesized, observed, perFilter);
        TensorPrimitives.Abs<double>(perFilter, perFilter);
        var bad = Array.FindIndex(perFilter, distance => !double.IsFinite(distance));
        return bad < 0
            ? new ResponseDistance(R(synthesized, observed), observed.ToArray().Average(), perFilter)
            : throw new UsageException(
                $"Response distance: the mean response of filter {bad} is not finite; check the images and the trunk."
            );
    }

    /// <summary>R = mean over filters of |a_k - b_k|; not finite where a mean is not, which a training must notice.</summary>
    /// <param name="synthesized">Mean response of each filter.</param>
    /// <param name="observed">Mean response of each filter.</param>
    internal static double R(ReadOnlySpan<double> synthesized, ReadOnlySpan<double> observed)
    {
        var sum = 0.0;
        for (var k = 0; k < observed.Length; k++)
        {
            sum += Math.Abs(synthesized[k] - observed[k]);
        }
        return sum / observed.Length;
    }
}
