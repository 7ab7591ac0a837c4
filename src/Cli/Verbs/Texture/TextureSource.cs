using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.ModelFile;
using WFrame.Textures;
using WFrame.Trunks;

namespace WFrame.Cli.Verbs.Texture;

/// <summary>Where a texture comes from: photographs, or a model that was kept.</summary>
internal static class TextureSource
{
    /// <summary>The texture of an earlier call; null where photographs are given.</summary>
    public static WFrameTexture? Kept(
        VerbCall call,
        Setting<Trunk> trunkOption,
        Setting<string> modelOption,
        Setting<int> cropOption,
        Setting<double> scaleOption
    )
    {
        if (call.Arguments.Count > 0)
        {
            return null;
        }
        if (call.Text(modelOption) is not { } model)
        {
            throw new UsageException(
                "PHOTO is missing: give one photograph or more, or the --model of an earlier call."
            );
        }
        if (call.Has(cropOption) || call.Has(scaleOption))
        {
            throw new UsageException(
                "--crop and --scale are for photographs; leave them out where --model is drawn from."
            );
        }
        var path = InputFiles.Existing(model, "--model");
        return call.Has(trunkOption) ? WFrameTexture.Load(path, call.Get(trunkOption))
            : ZipEntries.IsZip(path) ? WFrameTexture.Load(path)
            : WFrameTexture.Load(path, TextureTrunk.Load());
    }

    /// <summary>The texture of photographs.</summary>
    public static WFrameTexture Learn(
        VerbCall call,
        Trunk trunk,
        EngineOptions engine,
        Setting<string> modelOption,
        Setting<int> cropOption,
        Setting<double> scaleOption,
        bool overwrite,
        Action<PixelBatch> learned
    )
    {
        var model = call.Text(modelOption);
        var scale = call.Value(scaleOption);
        if (scale is not null and not (> 0 and <= 1))
        {
            throw new UsageException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"--scale {scale} is not allowed: give a number above 0 and at most 1."
                )
            );
        }
        var (photographs, factor) = TexturePhotographs.Load(
            call.Arguments,
            call.Value(cropOption),
            scale,
            trunk.Mean,
            call.Say.Notice,
            call.Cancellation
        );
        foreach (var photograph in photographs)
        {
            learned(photograph);
        }
        var texture = WFrameTexture.Learn(photographs, trunk, factor, engine, call.Cancellation);
        // What a call that was killed has written is there again.
        if (model is not null && !(File.Exists(model) && texture.IsIn(model)))
        {
            if (!overwrite && Path.Exists(model))
            {
                throw new UsageException(
                    $"--model {model} exists and holds another texture, or this one as another version wrote it; leave out PHOTO to draw from it, or choose another file or --overwrite."
                );
            }
            _ = call.Say.Progress.Run(
                "learning the model",
                _ =>
                {
                    texture.Save(model, engine, call.Cancellation);
                    return 0;
                }
            );
        }
        return texture;
    }
}
