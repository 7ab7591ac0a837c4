using WFrame.Completion;
using WFrame.Engines;
using WFrame.Trunks;

namespace WFrame;

/// <summary>How holes are filled; members check what they are given.</summary>
/// <exception cref="UsageException">A value is out of range.</exception>
public sealed record CompletionOptions
{
    /// <summary>Fillings, 1..1000.</summary>
    public int Count
    {
        get;
        init => field = Check.Within(value, 1, 1000);
    } = 8;

    /// <summary>Seed of the noise.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Langevin steps under a model, 0 or more; 0: a quarter of those of a learning iteration. Textures have their own.</summary>
    /// <remarks>More of them add detail that the model makes up; fewer stay nearer to what the hole most likely held.</remarks>
    public int Steps
    {
        get;
        init => field = Check.AtLeast(value, 0);
    }
}

/// <summary>One filling of a hole.</summary>
/// <param name="Image">The whole image, [1,3,H,W], B, G, R minus the mean; outside the hole as it was given.</param>
/// <param name="Energy">
/// Minus the log-density under the model, up to a constant; of a texture the squared error of the hole's statistics in units
/// of the known part's. The lower the better.
/// </param>
public sealed record CompletedImage(PixelBatch Image, double Energy);

/// <summary>
/// Fills holes of images by Langevin dynamics with the known pixels held: textures by what is learned from the known part,
/// images of a learned kind by their model.
/// </summary>
public static class WFrameCompletion
{
    /// <summary>Fills a hole of a texture.</summary>
    /// <param name="image">[1,3,H,W], B, G, R minus the mean.</param>
    /// <param name="mask">True where it is to be filled, [H,W].</param>
    /// <param name="trunk">VGG-16 conv1_1..conv3_3; its max-pools are taken as averages.</param>
    /// <param name="options">How many, seed.</param>
    /// <param name="engine">Where to compute; the fastest there is when null.</param>
    /// <param name="progress">Told the number of fillings done.</param>
    /// <param name="cancellation">Stops between Langevin steps.</param>
    /// <returns>The fillings, the lowest energy first.</returns>
    /// <exception cref="UsageException">The mask has another size, or nothing or everything is to be filled.</exception>
    public static IReadOnlyList<CompletedImage> Texture(
        PixelBatch image,
        bool[] mask,
        Trunk trunk,
        CompletionOptions? options = null,
        EngineOptions? engine = null,
        Action<int>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var how = options ?? new CompletionOptions();
        var hole = new Hole(image.Size, mask).Require();
        var averaging = trunk.WithAveragePools();
        int threads;
        TextureCompletion completion;
        using (var learning = EngineFactory.Create(averaging, engine).Engine)
        {
            (threads, completion) = (learning.Threads(), new TextureCompletion(learning, image, hole, cancellation));
        }
        var done = FillingPool.Run(
            averaging,
            engine ?? new EngineOptions(),
            threads,
            how.Count,
            (i, own) =>
            {
                var (filled, error) = completion.Fill(own, how.Seed, i, cancellation);
                hole.Restore(image.Values.Span, filled.Values.Span);
                return new CompletedImage(filled, error);
            },
            progress
        );
        return [.. done.OrderBy(d => d.Energy)];
    }

    /// <summary>Fills a hole of an image of the kind that a model has learned.</summary>
    /// <param name="model">The model.</param>
    /// <param name="image">[1,3,H,W] of the model's size.</param>
    /// <param name="mask">True where it is to be filled, [H,W].</param>
    /// <param name="component">Which component.</param>
    /// <param name="options">How many, seed, steps.</param>
    /// <param name="engine">Where to compute; the fastest there is when null.</param>
    /// <param name="cancellation">Stops between Langevin steps.</param>
    /// <returns>The fillings, the lowest energy first.</returns>
    /// <exception cref="UsageException">
    /// Image or mask have another size, nothing or everything is to be filled, or the model is of a texture, which
    /// <see cref="Texture"/> fills.
    /// </exception>
    /// <exception cref="DivergedException">The chains left the finite numbers.</exception>
    public static IReadOnlyList<CompletedImage> Model(
        WFrameModel model,
        PixelBatch image,
        bool[] mask,
        int component = 0,
        CompletionOptions? options = null,
        EngineOptions? engine = null,
        CancellationToken cancellation = default
    )
    {
        model.RequireNoTexture();
        if (image.Size != model.Size || image.Count != 1)
        {
            throw new UsageException(
                $"{image.Count} images of {image.Size} px are given; the model fills one of {model.Size} px."
            );
        }
        var hole = new Hole(image.Size, mask).Require();
        using var running = EngineFactory.Create(model.Trunk, engine).Engine;
        var how = options ?? new CompletionOptions();
        var chains = ModelCompletion.Fill(model, running, image, hole, component, how, cancellation);
        var scores = model.Score(running, chains, cancellation);
        return
        [
            .. Enumerable
                .Range(0, chains.Count)
                .Select(i => new CompletedImage(chains.Slice(i, 1).Clone(), -scores.ScoreOf(i, component)))
                .OrderBy(d => d.Energy),
        ];
    }
}
