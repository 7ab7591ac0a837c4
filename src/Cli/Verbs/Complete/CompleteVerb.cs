using WFrame.Cli.Consoles;
using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Cli.Verbs.Texture;
using WFrame.Completion;
using WFrame.Files;
using WFrame.Images;
using WFrame.Images.Geometry;
using WFrame.Images.Writing;

namespace WFrame.Cli.Verbs.Complete;

/// <summary>wframe complete: fills holes of pictures.</summary>
internal static class CompleteVerb
{
    private const string Marker = "complete.json";

    private static readonly Setting<string> Output = CommonOptions.Output(
        "DIR",
        "Folder of the fillings, the best first; of several images a folder each."
    );

    private static readonly Setting<string> Mask = Setting
        .Text(
            "mask",
            "MASK",
            "Picture of the image's size: white is filled, black stays as it is, byte for byte; or a folder with one of each image's name."
        )
        .Mandatory();

    private static readonly Setting<string> Model = Setting.Text(
        "model",
        "RUN",
        "A model of such images (faces), or its run folder.",
        "none: a texture, learned from the known part"
    );

    private static readonly Setting<string> Component = Setting.Text(
        "component",
        "NAME",
        "Component of the model.",
        "the first one"
    );

    private static readonly Setting<bool> Overwrite = CommonOptions.Overwrite("--output");

    public static Verb Verb { get; } =
        new(
            "complete",
            "Fills what a mask marks: textures by what is known of them, other images by a model of their kind.",
            Run,
            Output,
            Mask,
            Model,
            Component,
            Setting.Whole("count", "K", "Fillings, 1 to 1000, ranked by energy.", "8"),
            Setting.Whole(
                "steps",
                "L",
                "Langevin steps under a model; 0: a quarter of those of a learning iteration.",
                "0"
            ),
            Setting.Seed("Seed of the noise, 0..2^64-1."),
            CommonOptions.Device,
            CommonOptions.Threads,
            CommonOptions.Tf32,
            Overwrite
        )
        {
            Positional = Verb.Takes("IMAGE", "The picture, or a folder of pictures."),
            Examples =
            [
                "wframe complete wall.png --mask hole.png --output filled",
                "wframe complete walls/ --mask holes/ --output filled",
                "wframe complete face.png --mask eyes.png --model runs/faces --output filled --count 16",
            ],
        };

    private static int Run(VerbCall call)
    {
        var start = call.Terminal.Clock.GetTimestamp();
        if (call.Text(Model) is null && call.Has(Component))
        {
            throw new UsageException("--component is of a model: give --model, or leave it out.");
        }
        using var folder = new OutputFolder(call.Get(Output), Marker, call.Get(Overwrite));
        var (options, engine) = (call.Bind(new CompletionOptions()), call.Engine);
        var images = MaskedImage.Find(call.Argument, call.Get(Mask), call.Say.Notice, call.Cancellation);
        var model = call.Text(Model) is { } run
            ? InputFiles.ImageModel(
                InputFiles.Model(run),
                "leave out --model, textures are filled from the picture itself"
            )
            : null;
        foreach (var image in images)
        {
            // What is wrong with the last one is said before the first is filled.
            call.Cancellation.ThrowIfCancellationRequested();
            var hole = image.Open();
            _ = model is null ? default : Seen(hole, model);
        }
        var results = new JsonArray();
        folder.Write(path =>
        {
            _ = call.Say.Progress.Run(
                "filling",
                report =>
                {
                    for (var i = 0; i < images.Count; i++)
                    {
                        var before = i * options.Count;
                        void Report(int done) => report(new Stage("", before + done, images.Count * options.Count));
                        var hole = images[i].Open();
                        var fillings = model is null
                            ? AsTexture(call, hole, options, engine, Report)
                            : UnderModel(call, hole, model, options, engine);
                        Write(Path.Combine(path, images[i].Name), fillings);
                        results.Add(
                            new JsonObject
                            {
                                ["image"] = images[i].Image.Name,
                                ["mask"] = images[i].Mask.Name,
                                ["folder"] = images[i].Name,
                                ["filled"] = hole.Pixels.Count(p => p),
                                ["energies"] = new JsonArray([.. fillings.Select(f => JsonValue.Create(f.Energy))]),
                            }
                        );
                        Report(options.Count);
                    }
                    return images.Count;
                }
            );
            AtomicFile.WriteText(Path.Combine(path, Marker), Result().ToJsonString(Say.Json) + "\n");
        });
        return call.Done(Result());

        JsonObject Result() =>
            new()
            {
                ["schema"] = "wframe.complete/1",
                ["output"] = folder.FullPath,
                ["count"] = options.Count,
                ["images"] = results.DeepClone(),
                ["seconds"] = Math.Round(call.Terminal.Clock.GetElapsedTime(start).TotalSeconds, 3),
            };
    }

    private static void Write(string folder, (RgbImage Picture, double Energy)[] fillings)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < fillings.Length; i++)
        {
            PngWriter.Write(Path.Combine(folder, PngWriter.FileName(i, fillings.Length)), fillings[i].Picture);
        }
    }

    private static (RgbImage Picture, double Energy)[] AsTexture(
        VerbCall call,
        PictureHole hole,
        CompletionOptions options,
        EngineOptions engine,
        Action<int> progress
    )
    {
        var trunk = TextureTrunk.Load();
        var images = WFrameCompletion.Texture(
            hole.Batch(trunk.Mean),
            hole.Pixels,
            trunk,
            options,
            engine,
            progress,
            call.Cancellation
        );
        return [.. images.Select(f => (hole.With(PngWriter.ToImage(f.Image, 0, trunk.Mean)), f.Energy))];
    }

    private static (RgbImage Picture, double Energy)[] UnderModel(
        VerbCall call,
        PictureHole hole,
        WFrameModel model,
        CompletionOptions options,
        EngineOptions engine
    )
    {
        var component = call.Text(Component) is { } name ? model.IndexOf(name) : 0;
        var (mean, (box, image, mask)) = (model.Trunk.Mean, Seen(hole, model));
        var images = WFrameCompletion.Model(model, image, mask, component, options, engine, call.Cancellation);
        return [.. images.Select(f => (hole.With(PngWriter.ToImage(f.Image, 0, mean), box, mean), f.Energy))];
    }

    /// <summary>The part of the picture that the model was trained to see, at its size.</summary>
    private static (PixelBox Box, PixelBatch Image, bool[] Mask) Seen(PictureHole hole, WFrameModel model)
    {
        var box =
            model.CropSide is { } side && side <= Math.Min(hole.Width, hole.Height)
                ? Crop.CenterSquare(hole.Width, hole.Height, side)
                : Crop.Fit(hole.Width, hole.Height, model.Size);
        var (image, mask) = hole.Seen(box, model.Size, model.Trunk.Mean);
        return (box, image, mask);
    }
}
