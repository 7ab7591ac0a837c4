using WFrame.Cli.Consoles;
using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Cli.Verbs.Texture;
using WFrame.Completion;
using WFrame.Files;
using WFrame.Images;
using WFrame.Images.Geometry;
using WFrame.Images.Sources;
using WFrame.Images.Writing;

namespace WFrame.Cli.Verbs.Complete;

/// <summary>wframe complete: fills holes of pictures.</summary>
internal static class CompleteVerb
{
    private const string Marker = "complete.json";

    private static readonly Setting<string> Output = CommonOptions.Output(
        "DIR",
        "Folder of the fillings, the best first."
    );

    private static readonly Setting<string> Mask = Setting
        .Text("mask", "MASK", "Picture of the image's size: white is filled, black stays as it is, byte for byte.")
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
            Setting.Whole("steps", "L", "Langevin steps under a model; 0: twice those of a learning iteration.", "0"),
            Setting.Seed("Seed of the noise, 0..2^64-1."),
            CommonOptions.Device,
            CommonOptions.Threads,
            Overwrite
        )
        {
            Positional = Verb.Takes("IMAGE", "The picture."),
            Examples =
            [
                "wframe complete wall.png --mask hole.png --output filled",
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
        var (options, engine) = (call.Bind(new CompletionOptions()), call.Bind(new EngineOptions()));
        var entry = ImageSource.Expand([call.Argument], call.Say.Notice, call.Cancellation)[0];
        var mask = InputFiles.Existing(call.Get(Mask), "--mask");
        var picture = entry.Decode();
        var hole = new PictureHole(picture, ImageSource.Expand([mask])[0].Decode(), mask);
        var fillings = call.Say.Progress.Run(
            "filling",
            report =>
                call.Text(Model) is { } model
                    ? UnderModel(call, hole, picture, model, options, engine)
                    : AsTexture(call, hole, options, engine, done => report(new Stage("", done, options.Count)))
        );
        var result = new JsonObject
        {
            ["schema"] = "wframe.complete/1",
            ["output"] = folder.FullPath,
            ["count"] = fillings.Length,
            ["filled"] = hole.Pixels.Count(p => p),
            ["energies"] = new JsonArray([.. fillings.Select(f => JsonValue.Create(f.Energy))]),
            ["seconds"] = Math.Round(call.Terminal.Clock.GetElapsedTime(start).TotalSeconds, 3),
        };
        folder.Write(path =>
        {
            for (var i = 0; i < fillings.Length; i++)
            {
                PngWriter.Write(Path.Combine(path, PngWriter.FileName(i, fillings.Length)), fillings[i].Picture);
            }
            AtomicFile.WriteText(Path.Combine(path, Marker), result.ToJsonString(Say.Json) + "\n");
        });
        return call.Done(result);
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
        RgbImage picture,
        string path,
        CompletionOptions options,
        EngineOptions engine
    )
    {
        var model = WFrameModel.Load(InputFiles.Model(path));
        var component = call.Text(Component) is { } name ? model.IndexOf(name) : 0;
        var box =
            model.CropSide is { } side && side <= Math.Min(picture.Width, picture.Height)
                ? Crop.CenterSquare(picture.Width, picture.Height, side)
                : Crop.Fit(picture.Width, picture.Height, model.Size);
        var mean = model.Trunk.Mean;
        var (image, mask) = hole.Seen(box, model.Size, mean);
        var images = WFrameCompletion.Model(model, image, mask, component, options, engine, call.Cancellation);
        return [.. images.Select(f => (hole.With(PngWriter.ToImage(f.Image, 0, mean), box, mean), f.Energy))];
    }
}
