namespace WFrame.Scoring;

/// <summary>Between the values of a map, each at the centre of its part of the image; beyond the outermost they repeat.</summary>
internal static class Bilinear
{
    /// <summary>Which values a place lies between, and how near to the second.</summary>
    /// <param name="at">The place, in pixels from the edge of the image.</param>
    /// <param name="pixels">Pixels of the image in this direction.</param>
    /// <param name="values">Values of the map in this direction.</param>
    public static (int First, int Second, float Share) Between(float at, int pixels, int values)
    {
        var place = Math.Clamp((at * values / pixels) - 0.5f, 0, values - 1);
        var first = (int)place;
        return (first, Math.Min(first + 1, values - 1), place - first);
    }

    /// <summary>The same for a row or column of places.</summary>
    /// <param name="count">How many places.</param>
    /// <param name="at">Where each is.</param>
    /// <param name="pixels">Pixels of the image in this direction.</param>
    /// <param name="values">Values of the map in this direction.</param>
    public static (int First, int Second, float Share)[] Between(
        int count,
        Func<int, float> at,
        int pixels,
        int values
    ) => [.. Enumerable.Range(0, count).Select(i => Between(at(i), pixels, values))];

    public static float Mix(float a, float b, float share) => a + (share * (b - a));
}
