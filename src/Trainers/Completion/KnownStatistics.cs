using WFrame.Engines;
using WFrame.Responses;
using WFrame.Textures;
using WFrame.Trunks;

namespace WFrame.Completion;

/// <summary>What the known part of an image has at one level: mean response of each filter, and its unit.</summary>
/// <param name="Layers">Layers that are read.</param>
/// <param name="Observed">Mean response of each filter, layer after layer.</param>
/// <param name="Scales">Root mean square of each, and a tenth of its layer's mean of that.</param>
/// <param name="Least">Least value of each channel, B, G, R.</param>
/// <param name="Most">Largest value of each channel.</param>
/// <param name="Quantiles">Quantiles of each channel.</param>
/// <param name="Covariance">Of the channels, [3,3], in grey levels squared.</param>
/// <param name="Contrast">Standard deviation of the pixels, mean over channels, in grey levels.</param>
internal sealed record KnownStatistics(
    string[] Layers,
    double[] Observed,
    double[] Scales,
    float[] Least,
    float[] Most,
    float[][] Quantiles,
    double[] Covariance,
    double Contrast
)
{
    private const int FewestPositions = 64;

    /// <summary>Reads an image whose hole is filled somehow; what has seen the hole or the edge does not count.</summary>
    public static KnownStatistics Read(
        IEnergyEngine engine,
        PixelBatch image,
        Hole hole,
        string[] layers,
        CancellationToken cancellation
    )
    {
        var layout = engine.Trunk.Layout(image.Size, [.. layers.Select(l => new Tap(l, ThetaForm.Filter))]);
        var responses = new float[layout.Length];
        engine.Responses(image, layout, responses, cancellation);
        var (observed, scales) = (new List<double>(), new List<double>());
        foreach (var tap in layout.Taps)
        {
            var positions = Known(engine.Trunk, tap, hole);
            var (means, rms) = (new double[tap.Channels], new double[tap.Channels]);
            for (var k = 0; k < tap.Channels; k++)
            {
                var map = responses.AsSpan(tap.Offset + (k * tap.Positions), tap.Positions);
                foreach (var p in positions)
                {
                    means[k] += map[p];
                    rms[k] += (double)map[p] * map[p];
                }
                (means[k], rms[k]) = (means[k] / positions.Length, Math.Sqrt(rms[k] / positions.Length));
            }
            observed.AddRange(means);
            scales.AddRange(LevelStatistics.ScalesOf(rms));
        }
        var channels = Enumerable.Range(0, 3).Select(c => Pixels(image, hole, c)).ToArray();
        return new(
            layers,
            [.. observed],
            [.. scales],
            [.. channels.Select(v => v.Min())],
            [.. channels.Select(v => v.Max())],
            [.. channels.Select(v => ChannelQuantiles.Of([.. v]))],
            [.. from first in channels from second in channels select Covary(first, second)],
            channels.Average(v => Math.Sqrt(Math.Max(0, v.Average(x => (double)x * x) - Math.Pow(v.Average(), 2))))
        );
    }

    /// <summary>Positions of a tap that stand for pixels to be filled.</summary>
    public static int[] Inside(Trunk trunk, ResponseTap tap, Hole hole)
    {
        var map = hole.Reduce(TrunkPeriod.Interior(trunk, tap.LayerIndex).Step);
        return Positions(tap, map, (_, inHole) => inHole);
    }

    private static int[] Known(Trunk trunk, ResponseTap tap, Hole hole)
    {
        var (border, step) = TrunkPeriod.Interior(trunk, tap.LayerIndex);
        var map = hole.Reduce(step);
        var seen = map.Dilate(border);
        var (height, width) = (map.Size.Height, map.Size.Width);
        var clear = Positions(
            tap,
            seen,
            (p, inHole) =>
                !inHole
                && p / width >= border
                && p / width < height - border
                && p % width >= border
                && p % width < width - border
        );
        if (clear.Length >= FewestPositions)
        {
            return clear;
        }
        // Where the hole is everywhere near, what lies outside it must do.
        var outside = Positions(tap, map, (_, inHole) => !inHole);
        return outside.Length > 0 ? outside : [.. Enumerable.Range(0, tap.Positions)];
    }

    private static int[] Positions(ResponseTap tap, Hole map, Func<int, bool, bool> wanted) =>
        [
            .. Enumerable
                .Range(0, map.Pixels.Length)
                .Where(p => p / map.Size.Width < tap.Height && p % map.Size.Width < tap.Width)
                .Where(p => wanted(p, map.Pixels[p]))
                .Select(p => (p / map.Size.Width * tap.Width) + (p % map.Size.Width)),
        ];

    private static double Covary(float[] first, float[] second)
    {
        var (meanFirst, meanSecond) = (first.Average(v => (double)v), second.Average(v => (double)v));
        return first.Zip(second).Average(pair => (pair.First - meanFirst) * (pair.Second - meanSecond));
    }

    private static float[] Pixels(PixelBatch image, Hole hole, int channel)
    {
        var plane = image.Values.Slice(channel * image.Size.Area, image.Size.Area).ToArray();
        return [.. plane.Where((_, i) => !hole.Pixels[i])];
    }
}
