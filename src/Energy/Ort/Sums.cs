using WFrame.Responses;

namespace WFrame.Ort;

/// <summary>Long sums of float32 products, taken in double.</summary>
internal static class Sums
{
    /// <summary>P of one image: as it is, or summed over positions where one number a filter is wanted.</summary>
    public static void Penalty(ReadOnlySpan<float> penalty, Span<float> destination, ResponseTap tap)
    {
        if (destination.Length == tap.Length)
        {
            penalty.CopyTo(destination);
            return;
        }
        for (var c = 0; c < destination.Length; c++)
        {
            destination[c] = (float)Energy.Sum(penalty.Slice(c * tap.Positions, tap.Positions));
        }
    }
}
