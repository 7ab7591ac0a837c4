using WFrame.Metrics;

namespace WFrame.Experiments.Studies.Defects;

/// <summary>A crop of a texture with a defect painted into it, and where that is.</summary>
/// <param name="Image">[1,3,H,W].</param>
/// <param name="Mask">Whether a pixel belongs to the defect, [H,W].</param>
internal sealed record SyntheticDefect(PixelBatch Image, bool[] Mask)
{
    /// <summary>What can be painted.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    ["scratch", "blob", "foreign patch", "blur", "colour shift", "missing part"];

    /// <summary>A defect that changes its pixels by less than this, in grey levels rms, cannot be seen.</summary>
    private const double LeastChange = 10;

    private const int Tries = 20;

    /// <summary>
    /// Paints a defect of a kind, its place, size, shape and strength drawn. Where nothing can be seen it is drawn anew; of
    /// twenty that cannot be seen the strongest is taken.
    /// </summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="crop">[1,3,H,W], 32 px or more; not changed.</param>
    /// <param name="foreign">A crop of another texture of the same size.</param>
    /// <param name="random">Draws.</param>
    public static SyntheticDefect Paint(string kind, PixelBatch crop, PixelBatch foreign, NumpyRandomState random)
    {
        (SyntheticDefect Defect, double Change)? best = null;
        for (var i = 0; i < Tries && !(best?.Change >= LeastChange); i++)
        {
            var defect = Once(kind, crop, foreign, new DefectShape(crop.Size, random));
            var change = Change(crop, defect);
            best = best is null || change > best.Value.Change ? (defect, change) : best;
        }
        return best!.Value.Defect;
    }

    private static SyntheticDefect Once(string kind, PixelBatch crop, PixelBatch foreign, DefectShape shape)
    {
        // Sizes are those of crops of 64 px.
        var unit = crop.Size.Width / 64.0;
        return kind switch
        {
            "scratch" => Blend(
                crop,
                shape.Line(shape.Between(24, 48) * unit, shape.Between(1.5, 3) * unit),
                Contrary()
            ),
            "blob" => Blend(crop, shape.Ellipse(shape.Between(4, 8) * unit), Contrary()),
            "foreign patch" => Blend(crop, shape.Rectangle(shape.Between(12, 22) * unit), (c, i) => At(foreign, c, i)),
            "blur" => Blurred(shape.Ellipse(shape.Between(9, 14) * unit), shape.Between(1.5, 2.5)),
            "colour shift" => Shifted(shape.Ellipse(shape.Between(7, 13) * unit)),
            "missing part" => Missing(shape.Rectangle(shape.Between(10, 18) * unit)),
            _ => throw new ArgumentException($"{kind} is no kind of defect.", nameof(kind)),
        };

        // Far from the crop's mean, all channels alike: dirt or light.
        Func<int, int, float> Contrary()
        {
            var shift = (float)(shape.Between(50, 90) * (shape.Between(0, 1) < 0.5 ? -1 : 1));
            var means = Means(crop);
            return (c, _) => means[c] + shift;
        }

        SyntheticDefect Blurred(float[] alpha, double sigma)
        {
            var blurred = Blur(crop, sigma);
            return Blend(crop, alpha, (c, i) => At(blurred, c, i));
        }

        SyntheticDefect Shifted(float[] alpha)
        {
            float[] shift = [.. Enumerable.Range(0, 3).Select(_ => (float)shape.Between(-40, 40))];
            return Blend(crop, alpha, (c, i) => At(crop, c, i) + shift[c]);
        }

        SyntheticDefect Missing(float[] alpha)
        {
            var means = Means(crop);
            return Blend(crop, alpha, (c, _) => means[c]);
        }
    }

    private static SyntheticDefect Blend(PixelBatch crop, float[] alpha, Func<int, int, float> other)
    {
        var result = crop.Clone();
        var values = result.Values.Span;
        var area = crop.Size.Area;
        for (var i = 0; i < values.Length; i++)
        {
            var (c, p) = (i / area, i % area);
            if (alpha[p] > 0)
            {
                var mean = Trunks.Trunk.VggMean[c];
                // As a picture would hold it: whole grey levels.
                values[i] =
                    MathF.Round(Math.Clamp(values[i] + (alpha[p] * (other(c, p) - values[i])) + mean, 0, 255)) - mean;
            }
        }
        return new SyntheticDefect(result, Array.ConvertAll(alpha, a => a >= 0.5f));
    }

    private static double Change(PixelBatch crop, SyntheticDefect defect)
    {
        var before = crop.Values.Span;
        var after = defect.Image.Values.Span;
        var (area, sum) = (crop.Size.Area, 0.0);
        for (var i = 0; i < before.Length; i++)
        {
            var change = defect.Mask[i % area] ? after[i] - before[i] : 0;
            sum += change * change;
        }
        return Math.Sqrt(sum / (3 * Math.Max(1, defect.Mask.Count(m => m))));
    }

    private static float At(PixelBatch image, int channel, int pixel) =>
        image.Values.Span[(channel * image.Size.Area) + pixel];

    private static float[] Means(PixelBatch image)
    {
        var area = image.Size.Area;
        return [.. Enumerable.Range(0, 3).Select(c => image.Values.Slice(c * area, area).ToArray().Average())];
    }

    private static PixelBatch Blur(PixelBatch image, double sigma)
    {
        var result = image.Clone();
        for (var c = 0; c < 3; c++)
        {
            GaussianBlur.Apply(result.Values.Span.Slice(c * image.Size.Area, image.Size.Area), image.Size, sigma);
        }
        return result;
    }
}
