namespace WFrame.Textures.Models;

/// <summary>Squares of photographs that scores are compared with: each stands for what an image of the texture may be.</summary>
internal static class TextureParts
{
    // Beyond this size a square says nothing new, and learning theta takes long.
    private const int MostSide = 128;
    private const int LeastSide = 16;

    // Along an axis of a photograph; each square that is left out in turn takes a factorisation.
    private const int Along = 3;
    private const int Most = 18;

    /// <summary>
    /// The squares, [N,3,side,side], evenly spread over each photograph, two or more beside each other; null without photographs.
    /// </summary>
    public static PixelBatch? Of(IReadOnlyList<PixelBatch> photographs)
    {
        if (photographs.Count == 0)
        {
            return null;
        }
        var shortest = photographs.Min(p => Math.Min(p.Size.Height, p.Size.Width));
        var side = Math.Clamp(shortest / 8 * 4, LeastSide, MostSide);
        var parts = new List<PixelBatch>();
        var size = new ImageSize(side, side);
        foreach (var photograph in photographs)
        {
            foreach (var y in Starts(photograph.Size.Height, side))
            {
                foreach (var x in Starts(photograph.Size.Width, side))
                {
                    parts.Add(Pyramid.Part(photograph, y, x, size));
                }
            }
        }
        // Of many photographs as many squares, from all of them.
        PixelBatch[] chosen =
            parts.Count <= Most
                ? [.. parts]
                : [.. Enumerable.Range(0, Most).Select(i => parts[i * parts.Count / Most])];
        var result = new PixelBatch(chosen.Length, size);
        for (var i = 0; i < chosen.Length; i++)
        {
            chosen[i].Values.CopyTo(result.Values.Slice(i * size.Dimension, size.Dimension));
        }
        return result;
    }

    private static IEnumerable<int> Starts(int length, int side)
    {
        var count = Math.Clamp(length / side, 1, Along);
        return Enumerable
            .Range(0, count)
            .Select(i => count == 1 ? (length - side) / 2 : i * (length - side) / (count - 1));
    }
}
