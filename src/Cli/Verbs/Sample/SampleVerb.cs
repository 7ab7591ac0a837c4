using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Files;
using WFrame.Images;
using WFrame.Images.Writing;
using WFrame.Runs;
using WFrame.Sampling;

namespace WFrame.Cli.Verbs.Sample;

/// <summary>wframe sample: a model to new pictures.</summary>
internal static class SampleVerb
{
    private const string Marker = "sample.json";

    /// <summary>Pictures on the contact sheet; of many the first ones.</summary>
    private const int MostShown = 400;

    private static readonly Setting<string> Output = CommonOptions.Output("DIR", "Folder to write.");

    private static readonly Setting<int> Count = Setting.Whole(
        "count",
        "N",
        "Images of each component, 1 or more.",
        "the model's number of chains",
        least: 1
    );

    private static readonly Setting<string> Component = Setting.Text(
        "component",
        "NAME",
        "Draw from this component only.",
        "all"
    );

    private static readonly Setting<bool> Overwrite = CommonOptions.Overwrite(
        "what an earlier sample wrote to --output"
    );

    public static Verb Verb { get; } =
        new(
            "sample",
            "Draws new images from a model: one PNG each, a contact sheet and sample.json.",
            Run,
            Output,
            Count,
            Setting.Whole(
                "steps",
                "L",
                "Langevin steps from the start, 1 or more.",
                "as many as drew the best images at the end of training",
                least: 1
            ),
            Component,
            Setting.Size("Image size, even number or HEIGHTxWIDTH px; only for filter theta.", "the model's"),
            Setting.Seed("Seed of the noise, 0..2^64-1."),
            Setting.Switch(
                "fixed-theta",
                "Keep theta as it was learned; otherwise it is corrected on the way, so that the images do not leave what was learned."
            ),
            CommonOptions.Device,
            CommonOptions.Threads,
            CommonOptions.Tf32,
            Overwrite
        )
        {
            Positional = CommonOptions.Model,
            Examples = ["wframe sample runs/cat/model.zip --output more --count 16 --seed 7"],
        };

    private static int Run(VerbCall call)
    {
        var start = call.Terminal.Clock.GetTimestamp();
        using var output = new OutputFolder(call.Get(Output), Marker, call.Get(Overwrite));
        var path = InputFiles.Model(call.Argument);
        var model = InputFiles.ImageModel(path);
        var how = call.Bind(new SamplingOptions());
        int[] components = call.Text(Component) is { } name
            ? [model.IndexOf(name)]
            : [.. Enumerable.Range(0, model.Components.Count)];
        _ = model.ThetaOf(components[0], how.Size);
        var corrects = components.All(k => model.CorrectsTheta(k, how));
        if (!how.FixedTheta && !corrects)
        {
            call.Say.Detail(
                how.Size is null
                    ? "theta stays as it was learned: the model was stored without the training images' mean responses."
                    : "theta stays as it was learned: images of another size have no mean responses to follow."
            );
        }
        using var drawing = new Drawing(call, model, call.Value(Count), how);
        var result = new JsonObject
        {
            ["schema"] = "wframe.sample/1",
            ["model"] = Path.GetFullPath(path),
            ["output"] = output.FullPath,
            ["components"] = new JsonArray([.. components.Select(k => JsonValue.Create(model.Components[k].Name))]),
            ["count"] = drawing.Count,
            ["size"] = $"{how.Size ?? model.Size}",
            ["steps"] = how.Steps > 0 ? how.Steps : model.StepsOf(components[0]),
            ["theta"] = corrects ? "corrected" : "fixed",
            ["seed"] = how.Seed,
        };
        output.Write(folder =>
        {
            Draw(drawing, model, components, folder);
            result["responseDistance"] = drawing.Distances.Count == 0 ? null : drawing.Distances.Values.Average();
            result["seconds"] = Math.Round(call.Terminal.Clock.GetElapsedTime(start).TotalSeconds, 3);
            AtomicFile.WriteText(Path.Combine(folder, Marker), result.ToJsonString() + "\n");
        });
        return call.Done(
            result,
            () =>
                call.Say.Result(
                    $"{components.Length * drawing.Count} images in {output.FullPath}{R(model, components, drawing)}"
                )
        );
    }

    /// <summary>R of what was drawn beside R of what the training drew.</summary>
    private static string R(WFrameModel model, int[] components, Drawing drawing)
    {
        if (drawing.Distances.Count == 0)
        {
            return "";
        }
        var trials = components.Select(k => model.Components[k].Trial).OfType<SamplingTrial>().ToArray();
        var then =
            trials.Length == 0
                ? ""
                : FormattableString.Invariant(
                    $" ({trials.Average(t => t.Best.ResponseDistance):0.00} at the end of the training)"
                );
        return FormattableString.Invariant($", R {drawing.Distances.Values.Average():0.00}") + then;
    }

    private static void Draw(Drawing drawing, WFrameModel model, int[] components, string folder)
    {
        var shown = new List<RgbImage>();
        var names = FileNames.Of(model.Components.Select(c => c.Name));
        drawing.Draw(
            components,
            (k, i, picture) =>
            {
                var pictures = components.Length == 1 ? folder : Path.Combine(folder, names[k]);
                Directory.CreateDirectory(pictures);
                PngWriter.Write(Path.Combine(pictures, PngWriter.FileName(i, drawing.Count)), picture);
                if (shown.Count < MostShown)
                {
                    shown.Add(picture);
                }
            }
        );
        var columns = components.Length == 1 ? 0 : Math.Min(drawing.Count, 20);
        PngWriter.Write(Path.Combine(folder, ContactSheet.FileName), ContactSheet.Make(shown, columns));
    }
}
