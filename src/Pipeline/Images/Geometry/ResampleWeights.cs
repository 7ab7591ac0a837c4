namespace WFrame.Images.Geometry;

/// <summary>
/// The weights of one pass: for each target position the first source position and integer weights with
/// <see cref="FractionBits"/> fractional bits. Same numbers as Pillow's, bit for bit.
/// </summary>
internal sealed class ResampleWeights
{
    /// <summary>22 bits leave room for 8-bit values, the sign and negative lobes in 32 bits.</summary>
    public const int FractionBits = 22;

    private readonly int[] _first;
    private readonly int[] _counts;
    private readonly int[] _weights;
    private readonly int _stride;

    public ResampleWeights(ResampleFilter filter, int source, int target)
    {
        var scale = (double)source / target;
        var stretch = Math.Max(scale, 1);
        // Exact overlap of a target pixel needs the source pixels that its edges cut: half a pixel more on each side.
        var reach = filter == ResampleFilter.Area ? (scale / 2) + 0.5 : Radius(filter) * stretch;
        _stride = ((int)Math.Ceiling(reach) * 2) + 1;
        (_first, _counts, _weights) = (new int[target], new int[target], new int[checked(target * _stride)]);
        var row = new double[_stride];
        for (var i = 0; i < target; i++)
        {
            var center = (i + 0.5) * scale;
            var first = Math.Max(0, (int)(center - reach + 0.5));
            var count = Math.Min(source, (int)(center + reach + 0.5)) - first;
            var sum = 0.0;
            for (var j = 0; j < count; j++)
            {
                row[j] =
                    filter == ResampleFilter.Area
                        ? Overlap(j + first, center - (scale / 2), center + (scale / 2))
                        : Kernel(filter, (j + first - center + 0.5) * (1 / stretch));
                sum += row[j];
            }
            for (var j = 0; j < count; j++)
            {
                var scaled = row[j] / sum * (1 << FractionBits);
                _weights[(i * _stride) + j] = (int)(scaled + Math.CopySign(0.5, scaled));
            }
            (_first[i], _counts[i]) = (first, count);
        }
    }

    /// <summary>First source position that target position <paramref name="i"/> reads.</summary>
    public int First(int i) => _first[i];

    /// <summary>Weights of the source positions from <see cref="First"/> on.</summary>
    public ReadOnlySpan<int> Of(int i) => _weights.AsSpan(i * _stride, _counts[i]);

    /// <summary>How much of the source pixel [j, j+1] lies between two edges.</summary>
    private static double Overlap(int j, double from, double to) =>
        Math.Max(0, Math.Min(j + 1, to) - Math.Max(j, from));

    private static double Radius(ResampleFilter filter) =>
        filter switch
        {
            ResampleFilter.Box => 0.5,
            ResampleFilter.Bilinear => 1,
            ResampleFilter.Bicubic => 2,
            ResampleFilter.Lanczos => 3,
            _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "Unknown filter."),
        };

    private static double Kernel(ResampleFilter filter, double x)
    {
        var a = Math.Abs(x);
        return filter switch
        {
            ResampleFilter.Box => x is > -0.5 and <= 0.5 ? 1 : 0,
            ResampleFilter.Bilinear => Math.Max(0, 1 - a),
            ResampleFilter.Bicubic => a < 1 ? (((1.5 * a) - 2.5) * a * a) + 1
            : a < 2 ? (((((-0.5 * a) + 2.5) * a) - 4) * a) + 2
            : 0,
            _ => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0,
        };
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
