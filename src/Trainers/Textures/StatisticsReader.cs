using WFrame.Engines;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Textures;

/// <summary>
/// Reads the statistics of photographs at one level. Only responses whose whole field of view lies inside a photograph
/// count: those at its border have seen zeros, and a sample that has no border would chase them.
/// </summary>
/// <param name="engine">Runs the trunk.</param>
/// <param name="layers">Layers that are read.</param>
internal sealed class StatisticsReader(IEnergyEngine engine, string[] layers)
{
    // Large photographs are read in windows, so that the responses in memory are few.
    private const int Window = 320;
    private const int Step = 256;
    private const int Margin = 32;

    private readonly List<double[]> _sums = [];
    private readonly List<double[]> _squares = [];
    private readonly List<long> _counts = [];
    private readonly List<(PixelStatistics, double)> _pixels = [];
    private readonly List<float>[] _values =
    [
        [],
        [],
        [],
    ];
    private float[] _responses = [];

    /// <summary>The statistics of photographs.</summary>
    public static LevelStatistics Of(
        IEnergyEngine engine,
        string[] layers,
        IReadOnlyList<PixelBatch> photographs,
        CancellationToken cancellation
    )
    {
        var reader = new StatisticsReader(engine, layers);
        foreach (var photograph in photographs)
        {
            reader.Add(photograph, cancellation);
        }
        return reader.Read();
    }

    /// <summary>Adds a photograph.</summary>
    public void Add(PixelBatch photograph, CancellationToken cancellation)
    {
        var size = photograph.Size;
        for (var y = 0; y == 0 || y + Margin < size.Height; y += Step)
        {
            for (var x = 0; x == 0 || x + Margin < size.Width; x += Step)
            {
                cancellation.ThrowIfCancellationRequested();
                AddWindow(photograph, y, x);
            }
        }
        _pixels.Add((PixelStatistics.Of(photograph.Values.Span, size, wraps: false), size.Area));
        for (var c = 0; c < 3; c++)
        {
            _values[c].AddRange(photograph.Values.Span.Slice(c * size.Area, size.Area));
        }
    }

    /// <summary>The statistics of all that were added.</summary>
    public LevelStatistics Read()
    {
        var (observed, scales) = (new List<double>(), new List<double>());
        for (var tap = 0; tap < _sums.Count; tap++)
        {
            var count = _counts[tap];
            double[] rms = [.. _squares[tap].Select(s => Math.Sqrt(s / count))];
            observed.AddRange(_sums[tap].Select(s => s / count));
            scales.AddRange(LevelStatistics.ScalesOf(rms));
        }
        return new()
        {
            Layers = layers,
            Observed = [.. observed],
            Scales = [.. scales],
            Pixels = PixelStatistics.Pool(_pixels),
            Quantiles = [.. _values.Select(v => ChannelQuantiles.Of([.. v]))],
        };
    }

    private void AddWindow(PixelBatch photograph, int top, int left)
    {
        var whole = photograph.Size;
        var size = new ImageSize(Math.Min(Window, whole.Height - top), Math.Min(Window, whole.Width - left));
        var layout = engine.Trunk.Layout(size, [.. layers.Select(layer => new Tap(layer, ThetaForm.Filter))]);
        // The largest of all windows is nearly always the first.
        if (_responses.Length < layout.Length)
        {
            _responses = new float[layout.Length];
        }
        var responses = _responses.AsMemory(0, layout.Length);
        engine.Responses(Pyramid.Part(photograph, top, left, size), layout, responses);
        for (var t = 0; t < layout.Taps.Count; t++)
        {
            var tap = layout.Taps[t];
            if (_sums.Count == t)
            {
                _sums.Add(new double[tap.Channels]);
                _squares.Add(new double[tap.Channels]);
                _counts.Add(0);
            }
            var (border, step) = TrunkPeriod.Interior(engine.Trunk, tap.LayerIndex);
            var rows = Inside(tap.Height, border, step, top, whole.Height);
            var columns = Inside(tap.Width, border, step, left, whole.Width);
            for (var k = 0; k < tap.Channels; k++)
            {
                var map = responses.Span.Slice(tap.Offset + (k * tap.Positions), tap.Positions);
                for (var row = rows.First; row < rows.End; row++)
                {
                    foreach (var value in map[((row * tap.Width) + columns.First)..((row * tap.Width) + columns.End)])
                    {
                        _sums[t][k] += value;
                        _squares[t][k] += (double)value * value;
                    }
                }
            }
            _counts[t] += (long)(rows.End - rows.First) * (columns.End - columns.First);
        }
    }

    /// <summary>Positions along an axis that see nothing outside, and that no other window counts.</summary>
    private static (int First, int End) Inside(int positions, int border, int step, int start, int whole)
    {
        var first = start == 0 ? border : Margin / step;
        var last = start + Step + Margin < whole;
        var end = last ? (Step + Margin) / step : positions - border;
        return (first, Math.Max(first, end));
    }
}
