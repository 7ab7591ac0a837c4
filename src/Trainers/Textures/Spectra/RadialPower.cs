namespace WFrame.Textures.Spectra;

/// <summary>
/// How much of photographs lies at each spatial frequency whatever its direction, by P. D. Welch's method (IEEE Trans. Audio
/// Electroacoust. 15, 1967): the mean over overlapping squares, each faded out towards its edges by a Hann window, because
/// a photograph's edges don't match and their step would count as detail.
/// </summary>
internal static class RadialPower
{
    /// <summary>Cycles a pixel that a band takes.</summary>
    public const double Width = 1.0 / 16;

    /// <summary>Bands, from 0 to the corner's 0.707 cycles a pixel; the last has what is left.</summary>
    public const int Bands = 11;

    private const int Square = 256;

    /// <summary>Power, in grey levels squared, of luminance and the two opponent colours: [3][<see cref="Bands"/>].</summary>
    /// <param name="photographs">One image each, [1,3,H,W].</param>
    /// <param name="cancellation">Checked before each square.</param>
    public static double[][] Of(IReadOnlyList<PixelBatch> photographs, CancellationToken cancellation)
    {
        double[][] power = [new double[Bands], new double[Bands], new double[Bands]];
        var squares = 0;
        foreach (var photograph in photographs)
        {
            var whole = photograph.Size;
            var size = new ImageSize(Math.Min(Square, whole.Height), Math.Min(Square, whole.Width));
            foreach (var y in Starts(whole.Height, size.Height))
            {
                foreach (var x in Starts(whole.Width, size.Width))
                {
                    cancellation.ThrowIfCancellationRequested();
                    Add(Pyramid.Part(photograph, y, x, size), power);
                    squares++;
                }
            }
        }
        return Array.ConvertAll(power, axis => Array.ConvertAll(axis, sum => sum / squares));
    }

    private static void Add(PixelBatch part, double[][] power)
    {
        var size = part.Size;
        var (down, across) = (Hann(size.Height), Hann(size.Width));
        var plane = new float[size.Area];
        for (var axis = 0; axis < power.Length; axis++)
        {
            OpponentColours.Read(part.Values.Span, axis, plane);
            var (mean, squares) = (plane.Average(), 0.0);
            for (var i = 0; i < plane.Length; i++)
            {
                var weight = down[i / size.Width] * across[i % size.Width];
                plane[i] = (plane[i] - mean) * weight;
                squares += weight * weight;
            }
            var own = new PlaneSpectrum(plane, size).Power();
            for (var band = 0; band < Bands; band++)
            {
                power[axis][band] += own[band] * plane.Length / squares;
            }
        }
    }

    private static float[] Hann(int length) =>
        [.. Enumerable.Range(0, length).Select(i => (float)Math.Pow(Math.Sin(Math.PI * (i + 1) / (length + 1)), 2))];

    private static IEnumerable<int> Starts(int whole, int side)
    {
        var steps = (int)Math.Ceiling((whole - side) / (side / 2.0));
        return Enumerable.Range(0, steps + 1).Select(i => steps == 0 ? 0 : i * (whole - side) / steps);
    }
}
