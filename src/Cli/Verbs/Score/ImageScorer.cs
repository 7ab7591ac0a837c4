using WFrame.Engines;
using WFrame.Images;
using WFrame.Images.Sources;

namespace WFrame.Cli.Verbs.Score;

/// <summary>Scores any number of images in bounded memory: while one batch is scored the next one is decoded.</summary>
internal sealed class ImageScorer(WFrameModel model, IEnergyEngine engine, PixelOptions pixels)
{
    /// <summary>Pixel values of one batch, about 25 MB.</summary>
    private const int BatchValues = 6_000_000;

    /// <summary>Images left out, with the reason.</summary>
    public List<string> Skipped { get; } = [];

    /// <summary>What there is to tell of the images.</summary>
    public ImageNotices Notices { get; } = new();

    public int Scored { get; private set; }

    /// <summary>p below which an image does not fit; null where no verdict is asked for.</summary>
    public double? FalseAlarms { get; init; }

    /// <summary>Writes the map of each image, if maps are asked for.</summary>
    public ScoreMapWriter? Maps { get; init; }

    /// <summary>Scores of images in order, as they come.</summary>
    /// <param name="entries">The images, one or more.</param>
    /// <param name="progress">Told the number of images done.</param>
    /// <param name="cancellation">Checked before each picture.</param>
    public IEnumerable<ScoreRow> Score(
        IReadOnlyList<ImageEntry> entries,
        Action<int> progress,
        CancellationToken cancellation
    )
    {
        var parts = entries.Chunk(Math.Clamp(BatchValues / pixels.Size.Dimension, 1, 256)).ToArray();
        var (next, done) = (Decode(0), 0);
        for (var p = 0; p < parts.Length; p++)
        {
            var loaded = next.GetAwaiter().GetResult();
            next = Decode(p + 1);
            if (loaded.Images is { } images)
            {
                foreach (var row in Rows(images, cancellation))
                {
                    yield return row;
                }
                Scored += images.Images.Count;
            }
            Skipped.AddRange(loaded.Skipped);
            progress(done += parts[p].Length);
        }

        Task<(LoadedImages? Images, IEnumerable<string> Skipped)> Decode(int p) =>
            Task.Run(() => p < parts.Length ? LoadOrNameAll(p) : (null, []), cancellation);

        (LoadedImages? Images, IEnumerable<string> Skipped) LoadOrNameAll(int p)
        {
            try
            {
                return Load(parts[p], cancellation);
            }
            catch (InvalidContentException)
            {
                // Those of later batches are named with them.
                BadImages.RequireNone([.. parts[p..].SelectMany(e => e)], pixels, cancellation);
                throw;
            }
        }
    }

    private (LoadedImages? Images, IEnumerable<string> Skipped) Load(ImageEntry[] part, CancellationToken cancellation)
    {
        try
        {
            var loaded = PixelLoader.Load(part, pixels, model.Trunk.Mean, Notices, cancellation);
            return (loaded, loaded.Skipped);
        }
        catch (UsageException) when (pixels.SkipBadImages)
        {
            // None of this batch can be used; each alone says why.
            return (null, [.. part.Select(Reason)]);
        }
    }

    private string Reason(ImageEntry entry)
    {
        try
        {
            _ = PixelLoader.Load([entry], pixels with { SkipBadImages = false }, model.Trunk.Mean);
            return $"{entry.Name} could not be used.";
        }
        catch (InvalidContentException bad)
        {
            return bad.Message;
        }
    }

    private IEnumerable<ScoreRow> Rows(LoadedImages loaded, CancellationToken cancellation)
    {
        var (scores, maps) = Maps is null
            ? (model.Score(engine, loaded.Pixels, cancellation), null)
            : model.ScoreWithMaps(engine, loaded.Pixels, cancellation);
        // What is wrong with a texture is wrong at a place, and the mean over all places hides it.
        var textures = model.HasTextures
            ? Enumerable
                .Range(0, scores.Components)
                .Select(k => model.Maps(engine, loaded.Pixels, k, cancellation))
                .ToArray()
            : null;
        Maps?.Write(loaded, scores, textures ?? (maps is null ? null : [maps]), cancellation);
        for (var i = 0; i < scores.Images; i++)
        {
            var entry = loaded.Images[i].Entry;
            for (var k = 0; k < scores.Components; k++)
            {
                var (score, phi) = (scores.ScoreOf(i, k), scores.PhiOf(i, k));
                if (!double.IsFinite(score))
                {
                    throw new InvalidContentException(
                        $"The score of {entry.Name} is not finite; the model cannot be used."
                    );
                }
                var at = (i * scores.Components) + k;
                var row = new ScoreRow(entry.Name, entry.Label ?? "", model.Components[k].Name, score, phi)
                {
                    Similarity = scores.Similarity?[at],
                    Percentile = scores.Percentile?[at],
                    P = textures is null ? scores.P?[at] : textures[k].P?[i],
                    Deviation = textures?[k].Deviation?[i],
                };
                yield return FalseAlarms is { } allowed
                    ? row with
                    {
                        Verdict = row.P < allowed ? "other" : "fits",
                    }
                    : row;
            }
        }
    }
}
