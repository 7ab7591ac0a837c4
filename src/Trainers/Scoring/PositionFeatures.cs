using WFrame.Engines;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Scoring;

/// <summary>
/// What a texture shows around each position of a grid of every second pixel: the directions of the responses of the last
/// layer of each resolution (<see cref="ResponseDirections"/>) and the colours, smoothed. Beyond the edge the image is
/// mirrored: the zeros that layers pad with would make every edge a defect.
/// </summary>
internal sealed class PositionFeatures
{
    /// <summary>Channels B, G, R, which filters see little of.</summary>
    public const int Colours = 3;

    private readonly IEnergyEngine _engine;
    private readonly PositionGrid _grid;
    private readonly ImageSize _padded;
    private readonly (int Y, int X) _margin;
    private readonly ResponseLayout _layout;
    private readonly ResponseDirections _directions;
    private readonly Places[] _places;
    private readonly float[] _rows;
    private readonly float[] _across;

    public PositionFeatures(IEnergyEngine engine, ImageSize size)
    {
        (_engine, _grid) = (engine, new PositionGrid(size));
        (_padded, _margin, Grid) = (_grid.Mirrored, _grid.Margin, _grid.Size);
        _layout = _grid.Layout(engine.Trunk);
        _directions = new ResponseDirections(_layout);
        _places =
        [
            .. _layout.Taps.Select(tap => new Places(_grid, tap.Height, tap.Width)),
            new Places(_grid, _padded.Height, _padded.Width),
        ];
        (_rows, _across) = (new float[Grid.Area * Length], new float[Grid.Area * Length]);
    }

    /// <summary>Rows and columns of positions.</summary>
    public ImageSize Grid { get; }

    private int Length => _layout.Taps.Sum(tap => tap.Channels) + Colours;

    /// <summary>Numbers at a position that are directions; <see cref="Colours"/> more follow.</summary>
    public static int Directions(Trunk trunk)
    {
        var layers = PositionGrid.Layers(trunk);
        return trunk.Taps.Where(tap => layers.Contains(tap.Layer)).Sum(tap => tap.Channels);
    }

    /// <summary>The positions of which half of the pixels are marked, or more.</summary>
    /// <param name="pixels">Whether each is, [H,W].</param>
    public int[] Inside(bool[] pixels) =>
        [
            .. Enumerable
                .Range(0, Grid.Area)
                .Where(p =>
                {
                    var (y, x) = (PositionGrid.Start(p / Grid.Width), PositionGrid.Start(p % Grid.Width));
                    var (down, across) = (
                        Math.Min(y + 1, _grid.Image.Height - 1),
                        Math.Min(x + 1, _grid.Image.Width - 1)
                    );
                    bool[] own = [At(y, x), At(y, across), At(down, x), At(down, across)];
                    return 2 * own.Count(marked => marked) >= own.Length;

                    bool At(int row, int column) => pixels[(row * _grid.Image.Width) + column];
                }),
        ];

    /// <summary>
    /// Hands out the index and the features of each image, [positions, directions and colours]; the memory is used again
    /// for the next one.
    /// </summary>
    public void ForEach(PixelBatch images, Action<int, float[]> each, CancellationToken cancellation)
    {
        var length = Length;
        var (first, chunk) = (0, new PixelBatch(0, _padded));
        var threads = _engine.Threads();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        _engine.ForEachResponse(
            images.Count,
            (start, count) =>
            {
                (first, chunk) = (start, Mirrored(images.Slice(start, count)));
                return chunk;
            },
            _layout,
            (i, responses) =>
            {
                var everywhere = _directions.Everywhere(responses);
                var pixels = chunk.Image(i - first);
                _ = Parallel.For(0, Grid.Height, parallel, y => Read(everywhere.Span, pixels.Span, y, length));
                GridSmoothing.Apply(_rows, _across, Grid, length, threads);
                each(i, _rows);
            },
            cancellation
        );
    }

    private PixelBatch Mirrored(PixelBatch images)
    {
        var result = new PixelBatch(images.Count, _padded);
        for (var plane = 0; plane < images.Count * Colours; plane++)
        {
            var from = images.Values.Span.Slice(plane * _grid.Image.Area, _grid.Image.Area);
            var to = result.Values.Span.Slice(plane * _padded.Area, _padded.Area);
            for (var i = 0; i < to.Length; i++)
            {
                var y = PositionGrid.Mirror((i / _padded.Width) - _margin.Y, _grid.Image.Height);
                to[i] = from[
                    (y * _grid.Image.Width) + PositionGrid.Mirror((i % _padded.Width) - _margin.X, _grid.Image.Width)
                ];
            }
        }
        return result;
    }

    /// <summary>A row of positions: of each the numbers of all maps, the images' own planes last.</summary>
    private void Read(ReadOnlySpan<float> directions, ReadOnlySpan<float> pixels, int y, int length)
    {
        var row = _rows.AsSpan(y * Grid.Width * length, Grid.Width * length);
        var column = 0;
        foreach (var (tap, places) in _layout.Taps.Zip(_places))
        {
            for (var k = 0; k < tap.Channels; k++)
            {
                places.Read(
                    directions.Slice(tap.Offset + (k * tap.Positions), tap.Positions),
                    y,
                    row[column++..],
                    length
                );
            }
        }
        for (var c = 0; c < Colours; c++)
        {
            _places[^1].Read(pixels.Slice(c * _padded.Area, _padded.Area), y, row[column++..], length);
        }
    }

    /// <summary>Where the positions lie between the values of a map of one resolution; of a finer one the mean of four.</summary>
    private sealed class Places(PositionGrid grid, int height, int width)
    {
        private readonly (int First, int Second, float Share)[] _down = Bilinear.Between(
            grid.Size.Height,
            cell => PositionGrid.Centre(cell, grid.Margin.Y),
            grid.Mirrored.Height,
            height
        );
        private readonly (int First, int Second, float Share)[] _across = Bilinear.Between(
            grid.Size.Width,
            cell => PositionGrid.Centre(cell, grid.Margin.X),
            grid.Mirrored.Width,
            width
        );

        /// <summary>Writes a row of positions, one number each <paramref name="stride"/>.</summary>
        public void Read(ReadOnlySpan<float> map, int y, Span<float> to, int stride)
        {
            var down = _down[y];
            var top = map.Slice(down.First * width, width);
            var bottom = map.Slice(down.Second * width, width);
            for (var x = 0; x < _across.Length; x++)
            {
                var (first, second, share) = _across[x];
                var upper = Bilinear.Mix(top[first], top[second], share);
                var lower = Bilinear.Mix(bottom[first], bottom[second], share);
                to[x * stride] = Bilinear.Mix(upper, lower, down.Share);
            }
        }
    }
}
