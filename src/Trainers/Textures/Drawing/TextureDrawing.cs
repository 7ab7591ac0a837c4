using WFrame.Engines;
using WFrame.Noise;

namespace WFrame.Textures.Drawing;

/// <summary>Draws one image of a texture, level by level from the coarsest: each starts from the enlarged coarser one.</summary>
internal sealed class TextureDrawing
{
    // An edge that is not to match its opposite is cut out of a larger image this far from it.
    private const int Cut = 32;
    private const int MostLevels = 8;

    private readonly IEnergyEngine _engine;
    private readonly LevelStatistics[] _levels;
    private readonly TextureSchedule _schedule;
    private readonly TextureOptions _options;
    private readonly IProgress<TextureProgress>? _progress;
    private readonly PhiloxNoise _noise;
    private readonly ImageSize _size;
    private readonly int _used;
    private readonly int _all;
    private readonly DrawingFile? _file;
    private int _done;

    public TextureDrawing(
        IEnergyEngine engine,
        LevelStatistics[] levels,
        TextureSchedule schedule,
        TextureOptions options,
        IProgress<TextureProgress>? progress,
        DrawingFile? file = null
    )
    {
        (_engine, _levels, _schedule, _file) = (engine, levels, schedule with { Beta = options.Beta }, file);
        (_options, _progress, _noise) = (options, progress, new PhiloxNoise(options.Seed));
        _used = TexturePlan.Used(levels.Length, options.Size);
        _size = Canvas();
        _all = Enumerable.Range(0, _used).Sum(Iterations);
    }

    public PixelBatch Run(CancellationToken cancellation)
    {
        var state = _file?.Read();
        var first = state?.Level ?? _used - 1;
        var image = state is { Coarse.Length: > 0 } ? new PixelBatch(state.Coarse, 1, Size(first + 1)) : null;
        _done = Enumerable.Range(0, _used).Where(level => level > first).Sum(Iterations);
        for (var level = first; level >= 0; level--)
        {
            image = Draw(level, image, level == first ? state?.Chain : null, cancellation);
        }
        return Fit(image!);
    }

    private PixelBatch Draw(int level, PixelBatch? coarse, ChainState? state, CancellationToken cancellation)
    {
        var observed = _levels[level];
        var size = Size(level);
        var chain = new ChainId((_options.Index * MostLevels % (1 << 20)) + level, _options.Index * MostLevels >> 20);
        var image = coarse is null ? Start(observed, size, _noise, chain, _schedule) : Pyramid.Enlarge(coarse, size);
        var bound = coarse is not null && TexturePlan.Binds(_levels[level + 1].Layers);
        var learning = new TextureChain(
            _engine,
            observed,
            image,
            bound ? coarse : null,
            enlarged: coarse is not null,
            _schedule
        );
        var iterations = Iterations(level);
        if (state is not null)
        {
            learning.Resume(state);
            _done += state.Iteration;
        }
        for (var t = state?.Iteration ?? 0; t < iterations; t++)
        {
            learning.Advance(_noise, chain, t + 1, t / (double)Math.Max(1, iterations - 1), cancellation);
            _done++;
            // What is not finite is lost: going on from it would end as it did.
            if (double.IsFinite(learning.Error))
            {
                _file?.Write(() => new(level, coarse?.Values.ToArray() ?? [], learning.State(t + 1)));
            }
            _progress?.Report(new(_done, _all, level, size, learning.Error) { Image = image });
        }
        learning.Finish(cancellation);
        _progress?.Report(new(_done, _all, level, size, learning.Error) { Image = image });
        return double.IsFinite(learning.Error)
            ? image
            : throw new DivergedException(
                $"Drawing a texture of {_options.Size} px left the finite numbers at level {level}; use another photograph or size."
            );
    }

    /// <summary>Noise of the photographs' colours.</summary>
    public static PixelBatch Start(
        LevelStatistics observed,
        ImageSize size,
        INoiseSource noise,
        ChainId chain,
        TextureSchedule schedule
    )
    {
        var image = new PixelBatch(1, size);
        var values = image.Values.Span;
        noise.Fill(chain, 0, 0, values);
        new ColourMetric(observed.Pixels.Covariance).ApplyRoot(values);
        var scale = schedule.Start * schedule.SigmaOf(observed.Pixels.Contrast);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)((scale * values[i]) + observed.Pixels.Mean[i / size.Area]);
        }
        return image;
    }

    private ImageSize Size(int level) => new(_size.Height >> level, _size.Width >> level);

    private int Iterations(int level) =>
        level == _used - 1 ? _schedule.First
        : TexturePlan.Binds(_levels[level + 1].Layers) ? _schedule.Bound
        : _schedule.Middle;

    /// <summary>A size that all levels share evenly: near the wanted one where edges match, larger where they are cut.</summary>
    private ImageSize Canvas()
    {
        var multiple = TexturePlan.Multiple(_used);
        return new(
            Side(_options.Size.Height, _options.Tile.WrapsY()),
            Side(_options.Size.Width, _options.Tile.WrapsX())
        );

        int Side(int wanted, bool wraps) =>
            wraps
                ? Math.Max(1, (wanted + (multiple / 2)) / multiple) * multiple
                : (wanted + Cut + multiple - 1) / multiple * multiple;
    }

    private PixelBatch Fit(PixelBatch image)
    {
        var (wrapsY, wrapsX) = (_options.Tile.WrapsY(), _options.Tile.WrapsX());
        var wanted = _options.Size;
        var fitted = new ImageSize(wrapsY ? wanted.Height : _size.Height, wrapsX ? wanted.Width : _size.Width);
        image = TileEdge.Choose(fitted == image.Size ? image : Pyramid.Resize(image, fitted), _options.Tile);
        return fitted == wanted ? image : Pyramid.Part(image, 0, 0, wanted);
    }
}
