using WFrame.Engines;
using WFrame.Textures;
using WFrame.Textures.Drawing;
using WFrame.Textures.Spectra;
using WFrame.Trunks;

namespace WFrame;

/// <summary>
/// A texture learned from one photograph or several of one material: FRAME with one number theta a filter, over several
/// layers and levels of a pyramid. A model of exponential form is determined by its expected statistics, so what is kept
/// are these, some thousand numbers, and no photograph; theta is learned anew on every image that is drawn, because theta
/// of one image runs away on another.
/// <code>var texture = WFrameTexture.Learn([photograph], Trunk.Load("models/vgg16_conv7.onnx"));
/// var image = texture.Draw(new TextureOptions { Size = new(512, 512), Tile = Tiling.XY });</code>
/// </summary>
public sealed partial class WFrameTexture
{
    private readonly LevelStatistics[] _levels;
    private readonly string _trunkSha256;
    private WFrameModel? _model;

    /// <param name="trunk">Its pools average.</param>
    /// <param name="trunkSha256">Of the file that the trunk was, before.</param>
    /// <param name="levels">Statistics, finest first.</param>
    /// <param name="model">What it scores with, where that is learned.</param>
    internal WFrameTexture(Trunk trunk, string trunkSha256, LevelStatistics[] levels, WFrameModel? model = null) =>
        (Trunk, _trunkSha256, _levels, _model) = (trunk, trunkSha256, levels, model);

    /// <summary>The frozen trunk, its pools averaging.</summary>
    public Trunk Trunk { get; }

    /// <summary>Levels of the pyramid.</summary>
    public int Levels => _levels.Length;

    internal TextureSchedule Schedule { get; init; } = new();

    /// <summary>What it was learned from; empty of a texture from a file.</summary>
    internal IReadOnlyList<PixelBatch> Photographs { get; init; } = [];

    /// <summary>What the photographs were shrunk by before they were given, 0 to 1.</summary>
    internal double Scale { get; init; } = 1;

    /// <summary>Reads the statistics of photographs.</summary>
    /// <param name="photographs">One image each, [1,3,H,W], B, G, R minus the mean; at least 32 px a side.</param>
    /// <param name="trunk">VGG-16 conv1_1..conv3_3; its max-pools are taken as averages, which gives smoother images.</param>
    /// <param name="engine">Where to compute; the fastest there is when null.</param>
    /// <param name="cancellation">Stops between parts of a photograph.</param>
    /// <exception cref="UsageException">There is no photograph, one is too small, or the trunk lacks a layer.</exception>
    public static WFrameTexture Learn(
        IReadOnlyList<PixelBatch> photographs,
        Trunk trunk,
        EngineOptions? engine = null,
        CancellationToken cancellation = default
    ) => Learn(photographs, trunk, scale: 1, engine, cancellation);

    /// <param name="photographs">The photographs.</param>
    /// <param name="trunk">The trunk.</param>
    /// <param name="scale">What they were shrunk by before, 0 to 1: pictures that are scored need the same.</param>
    /// <param name="engine">Where to compute.</param>
    /// <param name="cancellation">Stops between parts of a photograph.</param>
    internal static WFrameTexture Learn(
        IReadOnlyList<PixelBatch> photographs,
        Trunk trunk,
        double scale,
        EngineOptions? engine,
        CancellationToken cancellation
    )
    {
        if (photographs.Count == 0)
        {
            throw new UsageException("No photograph is given; give one or more.");
        }
        var side = photographs.Min(p => Math.Min(p.Size.Height, p.Size.Width));
        if (side < TexturePlan.LeastPhotograph)
        {
            throw new UsageException(
                $"A photograph of {side} px is too small to learn a texture from; give {TexturePlan.LeastPhotograph} px or more a side."
            );
        }
        var averaging = trunk.WithAveragePools();
        using var running = EngineFactory.Create(averaging, engine).Engine;
        var plan = TexturePlan.Levels(side);
        var levels = new LevelStatistics[plan.Count];
        PixelBatch[] images = [.. photographs];
        for (var level = 0; level < levels.Length; level++)
        {
            levels[level] = StatisticsReader.Of(running, plan[level], images, cancellation);
            images = Array.ConvertAll(images, image => Pyramid.Halve(image, wraps: false));
        }
        levels[0] = levels[0] with { Power = RadialPower.Of(photographs, cancellation) };
        return new(averaging, trunk.Sha256, levels) { Photographs = [.. photographs], Scale = scale };
    }

    /// <summary>Draws one image; the same options give the same bytes, whatever the number of threads.</summary>
    /// <param name="options">Size, tiling, seed.</param>
    /// <param name="engine">Where to compute; the fastest there is when null.</param>
    /// <param name="progress">Told after each iteration.</param>
    /// <param name="cancellation">Stops between Langevin steps.</param>
    /// <returns>[1,3,H,W], B, G, R minus the mean.</returns>
    /// <exception cref="DivergedException">The chain left the finite numbers.</exception>
    public PixelBatch Draw(
        TextureOptions? options = null,
        EngineOptions? engine = null,
        IProgress<TextureProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        using var running = EngineFactory.Create(Trunk, engine).Engine;
        return Draw(running, options ?? new TextureOptions(), progress, file: null, cancellation);
    }

    internal PixelBatch Draw(
        IEnergyEngine engine,
        TextureOptions options,
        IProgress<TextureProgress>? progress = null,
        DrawingFile? file = null,
        CancellationToken cancellation = default
    )
    {
        var drawing = new TextureDrawing(engine, _levels, Schedule, options, progress, file);
        return drawing.Run(cancellation);
    }
}
