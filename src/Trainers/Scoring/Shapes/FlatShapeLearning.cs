namespace WFrame.Scoring.Shapes;

/// <summary>How flat the shapes in images of a texture are, and how flat the flattest of an image.</summary>
internal sealed class FlatShapeLearning
{
    /// <summary>Share of the positions that tell how fast large values become rare.</summary>
    private const double Tail = 0.02;

    /// <summary>Standard deviation of the largest of many, in the mean excess of the tail: pi / sqrt(6) of Gumbel's distribution.</summary>
    private const double Gumbel = 1.2825;

    /// <summary>Added to every spread where there is none at all.</summary>
    private const double Least = 0.05;

    private readonly (float Mean, float Spread)[] _flatness;
    private readonly Kind[] _kinds;

    /// <param name="images">[N,3,H,W]; <see cref="FlatShape.Fits"/> their size.</param>
    /// <param name="threads">Bands of rows that are worked on at once.</param>
    /// <param name="cancellation">Between images.</param>
    public FlatShapeLearning(PixelBatch images, int threads, CancellationToken cancellation)
    {
        var readers = Enumerable.Range(0, images.Count).Select(Reader);
        _flatness = Spreads(readers, threads);
        float[] scale = [.. _flatness.Select(f => 1 / f.Spread)];
        float[] offset = [.. _flatness.Select(f => -f.Mean / f.Spread)];
        (Range Shapes, List<float> All, List<double> Largest)[] found =
        [
            .. FlatShape.Kinds.Select(shapes => (shapes, new List<float>(), new List<double>())),
        ];
        foreach (var reader in readers)
        {
            foreach (var (shapes, all, largest) in found)
            {
                var own = FlatShapes.Largest(reader, shapes, scale, offset, threads);
                all.AddRange(own);
                largest.Add(own.Max());
            }
        }
        _kinds = [.. found.Select(kind => new Kind(kind.Shapes, [.. kind.Largest], MeanExcess(kind.All)))];

        FlatnessReader Reader(int image)
        {
            cancellation.ThrowIfCancellationRequested();
            return new FlatnessReader(images.Image(image).Span, images.Size);
        }
    }

    /// <summary>What was learned of all images, or of all but one.</summary>
    /// <param name="without">Index of an image that is left out; there are others.</param>
    public FlatShapes Shapes(int? without = null)
    {
        var (scale, offset) = (new float[_flatness.Length], new float[_flatness.Length]);
        foreach (var kind in _kinds)
        {
            double[] largest = [.. kind.Largest.Where((_, i) => i != without)];
            var mean = largest.Average();
            var tail = Gumbel * kind.MeanExcess;
            // Few images hardly tell their own spread; the tail within them tells it as roughly.
            var spread = largest.Length == 1 ? tail : (Deviation(largest, mean) + tail) / 2;
            var (first, count) = kind.Shapes.GetOffsetAndLength(_flatness.Length);
            for (var shape = first; shape < first + count; shape++)
            {
                var (ordinary, unit) = _flatness[shape];
                scale[shape] = (float)(1 / (unit * (spread + Least)));
                offset[shape] = (float)(-((ordinary / unit) + mean) / (spread + Least));
            }
        }
        return new FlatShapes(scale, offset);
    }

    /// <summary>Mean and standard deviation of each shape's flatness over all pixels.</summary>
    private static (float Mean, float Spread)[] Spreads(IEnumerable<FlatnessReader> readers, int threads)
    {
        var (sums, squares) = (new double[FlatShape.All.Count], new double[FlatShape.All.Count]);
        var pixels = 0.0;
        foreach (var reader in readers)
        {
            _ = Parallel.For(
                0,
                sums.Length,
                new ParallelOptions { MaxDegreeOfParallelism = threads },
                shape =>
                {
                    var flatness = new float[reader.Size.Height * reader.RowLength];
                    reader.Read(shape, 0, reader.Size.Height, flatness);
                    for (var y = 0; y < reader.Size.Height; y++)
                    {
                        foreach (var value in flatness.AsSpan(y * reader.RowLength, reader.Size.Width))
                        {
                            sums[shape] += value;
                            squares[shape] += (double)value * value;
                        }
                    }
                }
            );
            pixels += reader.Size.Area;
        }
        return
        [
            .. sums.Zip(
                squares,
                (sum, square) =>
                    (
                        (float)(sum / pixels),
                        (float)Math.Sqrt(Math.Max(1e-6, (square / pixels) - (sum / pixels * (sum / pixels))))
                    )
            ),
        ];
    }

    private static double MeanExcess(List<float> values)
    {
        values.Sort();
        var tail = values[^Math.Max(1, (int)(Tail * values.Count))..];
        return tail.Average() - tail[0];
    }

    private static double Deviation(double[] values, double mean) =>
        Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));

    /// <param name="Shapes">Which of <see cref="FlatShape.All"/>.</param>
    /// <param name="Largest">Of each image, in units of the shapes' own spreads.</param>
    /// <param name="MeanExcess">How far values of the tail lie above its beginning on average.</param>
    private sealed record Kind(Range Shapes, double[] Largest, double MeanExcess);
}
