using WFrame.Engines;
using WFrame.Textures;
using WFrame.Textures.Models;
using WFrame.Trunks;

namespace WFrame;

/// <content>
/// The file of a texture, a model file as any other: what it scores with, the trunk, and beside them the statistics that it
/// is drawn from, in <c>wframe/texture.json</c>. No photograph is in it.
/// </content>
public sealed partial class WFrameTexture
{
    private const int OldPartSide = 128;

    /// <summary>
    /// The model that scores images: one theta for each filter of several layers, at the photographs' own size, learned with
    /// one chain; some seconds, once. Of photographs that are large enough it tells similarity, percentile and p.
    /// </summary>
    /// <param name="engine">Where to compute; the fastest there is when null.</param>
    /// <param name="cancellation">Stops between Langevin steps.</param>
    /// <returns>One component; images of any size, 128 px the usual one or half of the photograph's shorter side.</returns>
    /// <exception cref="DivergedException">The chain left the finite numbers.</exception>
    public WFrameModel ToModel(EngineOptions? engine = null, CancellationToken cancellation = default)
    {
        if (_model is not null)
        {
            return _model;
        }
        // As a reader of the file will see it, sha256 included.
        var (onnx, card) = Trunk.ToBytes();
        var trunk = Trunk.Read(Trunk.Name, onnx, card);
        using var running = EngineFactory.Create(trunk, engine).Engine;
        var parts = TextureParts.Of(Photographs);
        var side = parts?.Size.Height ?? OldPartSide;
        var model = TextureModel.Learn(
            running,
            Finest(running, cancellation),
            parts,
            new(side, side),
            (int)Math.Round(side / Scale),
            cancellation
        );
        _model = new(trunk, model.Size, model.Options, model.Components, model.History, model.Taps)
        {
            TextureEntry = TextureFile.Write(_levels, _trunkSha256),
        };
        return _model;
    }

    /// <summary>
    /// Writes the texture with its model (<see cref="ToModel"/>), completely or not at all; the same texture gives the same
    /// bytes. <see cref="WFrameModel.Load"/> and stock ML.NET open it too.
    /// </summary>
    /// <param name="path">Target; its folder must exist. An older file is replaced.</param>
    /// <param name="engine">Where to learn the model; the fastest there is when null.</param>
    /// <param name="cancellation">Stops between Langevin steps; nothing is written.</param>
    /// <exception cref="DivergedException">The model's chain left the finite numbers.</exception>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; an older file stays.</exception>
    public void Save(string path, EngineOptions? engine = null, CancellationToken cancellation = default) =>
        ToModel(engine, cancellation).Save(path);

    /// <summary>
    /// The photographs at their own size. Drawing may leave the deepest layer to coarser levels, a score needs it.
    /// </summary>
    internal LevelStatistics Finest(IEnergyEngine engine, CancellationToken cancellation)
    {
        var deep = Array.FindIndex(_levels, level => TexturePlan.Binds(level.Layers));
        return Photographs.Count == 0 || deep <= 0
            ? _levels[0]
            : StatisticsReader.Of(engine, _levels[deep].Layers, Photographs, cancellation);
    }

    /// <summary>Whether a file is of this texture.</summary>
    internal bool IsIn(string path) =>
        StoredTexture.Entry(path) is { } entry
        && entry.AsSpan().SequenceEqual(TextureFile.Write(_levels, _trunkSha256));

    /// <summary>Of all that decides the bytes of an image: the texture, how it is drawn, where, and this very program.</summary>
    internal string Fingerprint(TextureOptions options, string device)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(TextureFile.Write(_levels, _trunkSha256));
        var (own, energy) = (typeof(WFrameTexture).Module.ModuleVersionId, typeof(Trunk).Module.ModuleVersionId);
        hash.AppendData(
            Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{options} {Schedule} {device} {own} {energy}")
            )
        );
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads what <see cref="Save"/> wrote, the trunk included.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidContentException">
    /// No texture, another version, or damaged; or of an earlier version, whose files hold no trunk.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static WFrameTexture Load(string path) => StoredTexture.Load(path, trunk: null);

    /// <summary>Reads what <see cref="Save"/> wrote, or an earlier version.</summary>
    /// <param name="path">The file.</param>
    /// <param name="trunk">The trunk it was learned with.</param>
    /// <exception cref="InvalidContentException">No texture, another version or trunk, or damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static WFrameTexture Load(string path, Trunk trunk) => StoredTexture.Load(path, trunk);
}
