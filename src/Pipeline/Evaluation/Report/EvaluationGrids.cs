using WFrame.Images;
using WFrame.Images.Geometry;
using WFrame.Images.Writing;

namespace WFrame.Evaluation.Report;

/// <summary>One sheet of pictures.</summary>
internal sealed record EvaluationGrid(string Name, string Caption, byte[] Png);

/// <summary>Contact sheets: generated, reference, and the generated images nearest to a reference image beside it.</summary>
internal static class EvaluationGrids
{
    private const int MostPictures = 64;
    private const int MostPairs = 8;
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
        if (result.NearestImage is not { } nearest)
        {
            yield break;
        }
        int[] closest = [.. Enumerable.Range(0, generated.Count).OrderBy(i => nearest.Distances[i]).Take(MostPairs)];
        RgbImage[] pairs =
        [
            .. closest.Select(i => Fit(generated.Load(i), size)),
            .. closest.Select(i => Fit(reference.Load(nearest.Nearest[i]), size)),
        ];
        yield return new EvaluationGrid(
            "nearest",
            "Above: the generated images nearest to a reference image; below: that reference image",
            PngWriter.Encode(ContactSheet.Make(pairs, closest.Length, Scale(size)))
        );
    }

    private static EvaluationGrid Sheet(
        string name,
        string caption,
        ImageSet set,
        ImageSize size,
        CancellationToken cancellation
    )
    {
        var pictures = new List<RgbImage>();
        for (var i = 0; i < Math.Min(set.Count, MostPictures); i++)
        {
            cancellation.ThrowIfCancellationRequested();
            pictures.Add(Fit(set.Load(i), size));
        }
        var all = pictures.Count == set.Count ? $", all {set.Count}" : $", the first {pictures.Count} of {set.Count}";
        return new EvaluationGrid(name, caption + all, PngWriter.Encode(ContactSheet.Make(pictures, 0, Scale(size))));
    }

    private static int Scale(ImageSize size) => Math.Max(1, LeastSide / Math.Max(size.Height, size.Width));

    private static RgbImage Fit(RgbImage image, ImageSize size)
    {
        var box = Crop.Fit(image.Width, image.Height, size);
        var shrinks = box.Width >= size.Width && box.Height >= size.Height;
        return Resampler.Resize(image, box, size, shrinks ? ResampleFilter.Box : ResampleFilter.Bicubic);
    }
}
