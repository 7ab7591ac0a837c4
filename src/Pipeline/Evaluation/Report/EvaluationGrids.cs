using WFrame.Evaluation.Catalog;
using WFrame.Images;
using WFrame.Images.Writing;

namespace WFrame.Evaluation.Report;

/// <summary>One sheet of pictures.</summary>
internal sealed record EvaluationGrid(string Name, string Caption, byte[] Png);

/// <summary>Contact sheets: generated, reference, and the pairs of both that a metric found.</summary>
internal static class EvaluationGrids
{
    private const int MostPictures = 64;
    private const int LargestSide = 128;
    private const int LeastSide = 64;

    public static IEnumerable<EvaluationGrid> Of(
        EvaluationResult result,
        ImageSet generated,
        ImageSet? reference,
        CancellationToken cancellation
    )
    {
        var first = generated.Load(0);
        var shrink = Math.Min(1, (double)LargestSide / Math.Max(first.Width, first.Height));
        var size = new ImageSize(Math.Max(1, (int)(first.Height * shrink)), Math.Max(1, (int)(first.Width * shrink)));
        yield return Sheet("generated", "Generated images", generated, size, cancellation);
        if (reference is null || reference.Count == 0)
        {
            yield break;
        }
        yield return Sheet("reference", "Reference images", reference, size, cancellation);
        foreach (var (file, caption, pairs) in result.Metrics.Select(m => m.Pairs).OfType<MetricPairs>())
        {
            RgbImage[] pictures =
            [
                .. pairs.Select(p => ComparisonPixels.Fit(generated.Load(p.Generated), size)),
                .. pairs.Select(p => ComparisonPixels.Fit(reference.Load(p.Reference), size)),
            ];
            yield return Grid(file, caption, pictures, pairs.Count, size);
        }
    }

    private static EvaluationGrid Sheet(
        string name,
        string caption,
        ImageSet set,
        ImageSize size,
        CancellationToken cancellation
    )
    {
        RgbImage[] pictures = [.. Enumerable.Range(0, Math.Min(set.Count, MostPictures)).Select(Load)];
        var all = pictures.Length == set.Count ? $", all {set.Count}" : $", the first {pictures.Length} of {set.Count}";
        return Grid(name, caption + all, pictures, columns: 0, size);

        RgbImage Load(int i)
        {
            cancellation.ThrowIfCancellationRequested();
            return ComparisonPixels.Fit(set.Load(i), size);
        }
    }

    private static EvaluationGrid Grid(
        string name,
        string caption,
        IReadOnlyList<RgbImage> pictures,
        int columns,
        ImageSize size
    )
    {
        var scale = Math.Max(1, LeastSide / Math.Max(size.Height, size.Width));
        return new EvaluationGrid(name, caption, PngWriter.Encode(ContactSheet.Make(pictures, columns, scale)));
    }
}
