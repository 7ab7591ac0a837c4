using WFrame.Engines;
using WFrame.Images;
using WFrame.Images.Sources;

namespace WFrame.Cli.Verbs.Score;

/// <summary>Scores any number of images in bounded memory: while one batch is scored the next one is decoded.</summary>
internal sealed class ImageScorer(WFrameModel model, IEnergyEngine engine, PixelOptions pixels)
{
    /// <summary>Pixel values of one batch, about 25 MB.</summary>
    private const int BatchValues = 6_000_000;

    private readonly int _batch = Math.Clamp(BatchValues / pixels.Size.Dimension, 1, 256);

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
        IEnumerable<ImageEntry> entries,
        Action<int> progress,
        CancellationToken cancellation
    )
    {
        using var parts = entries.Chunk(_batch).GetEnumerator();
        // One is scored while the other is filled.
        var (buffer, other) = (new float[_batch * pixels.Size.Dimension], new float[_batch * pixels.Size.Dimension]);
        var (next, done) = (Decode(), 0);
        while (next.GetAwaiter().GetResult() is { } loaded)
        {
            next = Decode();
            if (loaded.Images is { } images)
            {
                foreach (var row in Rows(images, cancellation))
                {
                    yield return row;
                }
                Scored += images.Images.Count;
            }
            Skipped.AddRange(loaded.Skipped);
            progress(done += loaded.Count);
        }
        Maps?.Finish();

        Task<Part?> Decode()
        {
            (buffer, other) = (other, buffer);
            return Task.Run(() => parts.MoveNext() ? LoadOrNameAll(parts.Current) : null, cancellation);
        }

        Part LoadOrNameAll(ImageEntry[] part)
        {
            try
            {
                return Load(part, buffer, cancellation);
            }
            catch (InvalidContentException)
            {
                // Those of later batches are named with them.
                var rest = new List<ImageEntry>(part);
                while (parts.MoveNext())
                {
                    rest.AddRange(parts.Current);
                }
                BadImages.RequireNone(rest, pixels, cancellation);
                throw;
            }
        }
    }

    private Part Load(ImageEntry[] part, float[] buffer, CancellationToken cancellation)
    {
        try
        {
            var loaded = PixelLoader.Load(part, pixels, model.Trunk.Mean, Notices, buffer, cancellation);
            return new Part(part.Length, loaded, loaded.Skipped);
        }
        catch (UsageException) when (pixels.SkipBadImages)
        {
            // None of this batch can be used; each alone says why.
            return new Part(part.Length, null, [.. part.Select(Reason)]);
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
        var (scores, maps) = Score(loaded.Pixels, cancellation);
        Maps?.Write(loaded, scores, maps, cancellation);
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
                    P = scores.P?[at],
                    Deviation = scores.Deviation?[at],
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

    /// <summary>Scores, and maps of each component where they come with them.</summary>
    private (ModelScores Scores, ScoreMaps[]? Maps) Score(PixelBatch images, CancellationToken cancellation)
    {
        if (model.HasTextures)
        {
            return model.ScoreWithTextures(engine, images, cancellation);
        }
        if (Maps is null)
        {
            return (model.Score(engine, images, cancellation), null);
        }
        var (scores, maps) = model.ScoreWithMaps(engine, images, cancellation);
        return (scores, maps is null ? null : [maps]);
    }

    /// <summary>Some images one behind the other: those that can be used, and why the others cannot.</summary>
    private sealed record Part(int Count, LoadedImages? Images, IEnumerable<string> Skipped);
}
