using WFrame.Engines;
using WFrame.Images;
using WFrame.Images.Sources;
using WFrame.Images.Writing;

namespace WFrame.Cli.Verbs.Score;

/// <summary>
/// Maps of where images do not fit, as .npy and over the pictures. Coloured is what deviates more than nine tenths of the
/// positions of the model's own samples do, or than a texture does that is as it was learned. While one batch is written the
/// next one is scored.
/// </summary>
internal sealed class ScoreMapWriter : IDisposable
{
    private const double Uncoloured = 0.9;

    /// <summary>A texture's colours are full at so many times where they begin.</summary>
    private const double Full = 2;

    private readonly WFrameModel _model;
    private readonly IEnergyEngine _engine;
    private readonly string _folder;
    private readonly (float From, float To)[] _range;
    private Task _writing = Task.CompletedTask;
    private int _given;

    public ScoreMapWriter(WFrameModel model, IEnergyEngine engine, string folder)
    {
        (_model, _engine, _folder) = (model, engine, folder);
        _range =
        [
            .. model.Components.Select(
                (component, k) =>
                    component.Reference?.Texture is { } texture && model.HasTextures
                        ? ((float)texture.Conspicuous, (float)(Full * texture.Conspicuous))
                        : (Ordinary(model.Maps(engine, component.Chains, k)), 1)
            ),
        ];
    }

    /// <summary>Writes the maps of a batch under the component that each image is most like, once those before are written.</summary>
    /// <param name="loaded">The batch.</param>
    /// <param name="scores">Its scores.</param>
    /// <param name="known">Its maps under each component, where they are known already.</param>
    /// <param name="cancellation">Checked between images.</param>
    public void Write(
        LoadedImages loaded,
        ModelScores scores,
        IReadOnlyList<ScoreMaps>? known,
        CancellationToken cancellation
    )
    {
        var best = Enumerable.Range(0, scores.Images).Select(i => Best(scores, i)).ToArray();
        ReadOnlyMemory<float>[] maps =
        [
            .. best.Select(
                (component, i) =>
                    known is null
                        ? _model.Maps(_engine, loaded.Pixels.Slice(i, 1), component, cancellation).Of(0)
                        : known[component].Of(i)
            ),
        ];
        // The batch's own pixels are overwritten by those of a later one.
        var pictures = new RgbImage[maps.Length];
        var each = new ParallelOptions { MaxDegreeOfParallelism = _engine.Threads(), CancellationToken = cancellation };
        _ = Parallel.For(
            0,
            maps.Length,
            each,
            i => pictures[i] = PngWriter.ToImage(loaded.Pixels, i, _model.Trunk.Mean)
        );
        var names = loaded.Images.Select((image, i) => Name(image.Entry, _given + i + 1)).ToArray();
        _given += maps.Length;
        Finish();
        // Files wait for the disk, and pictures do not wait for each other.
        _writing = Task.Run(
            () => Parallel.For(0, maps.Length, each, i => Write(names[i], pictures[i], maps[i].Span, _range[best[i]])),
            cancellation
        );
    }

    /// <summary>Waits until all is written.</summary>
    /// <exception cref="IOException">Something could not be.</exception>
    public void Finish() => _writing.GetAwaiter().GetResult();

    /// <summary>Waits until nothing is written any more; why it ended was told before.</summary>
    public void Dispose() => Task.WaitAny(_writing);

    private void Write(string name, RgbImage picture, ReadOnlySpan<float> map, (float From, float To) range)
    {
        NpyWriter.Write(Path.Combine(_folder, name + ".npy"), map, picture.Height, picture.Width);
        PngWriter.Write(Path.Combine(_folder, name + ".png"), MapPicture.Overlay(picture, map, range.From, range.To));
    }

    private static string Name(ImageEntry entry, int number)
    {
        var stem = Path.GetFileNameWithoutExtension(entry.Name.Split('/', '\\')[^1]);
        var safe = string.Concat(
            stem.Take(60).Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')
        );
        return string.Create(CultureInfo.InvariantCulture, $"{number:d5}-{safe}");
    }

    private static int Best(ModelScores scores, int image)
    {
        var own = scores.Similarity.AsSpan(image * scores.Components, scores.Components);
        var best = 0;
        for (var k = 1; k < own.Length; k++)
        {
            best = own[k] > own[best] ? k : best;
        }
        return best;
    }

    private static float Ordinary(ScoreMaps maps)
    {
        float[] sorted = [.. maps.Values.Order()];
        return sorted[(int)(Uncoloured * (sorted.Length - 1))];
    }
}
