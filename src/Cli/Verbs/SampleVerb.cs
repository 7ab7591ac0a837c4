using System.Text.Json.Nodes;
using WFrame.Cli.Consoles;
using WFrame.Cli.Options;
using WFrame.Engines;
using WFrame.Files;
using WFrame.Images;
using WFrame.Images.Writing;

namespace WFrame.Cli.Verbs;

/// <summary>wframe sample: a model to new pictures.</summary>
internal static class SampleVerb
{
    private const string Marker = "sample.json";

    /// <summary>Chains that run together; each depends on its own number only, so this never shows in the pictures.</summary>
    private const int Batch = 32;

    public static VerbSpec Spec { get; } =
        new("sample", "Draws new images from a model: one PNG each, a contact sheet and sample.json.")
        {
            Argument = new("MODEL", "model.zip of a training, or its run folder."),
            Options =
            [
                new("output", "DIR", "Folder to write.") { Required = true },
                new("count", "N", "Images of each component, 1 or more.", "the model's number of chains"),
                new("steps", "L", "Langevin steps from the start, 1 or more.", "4 iterations' worth of training"),
                new("component", "NAME", "Draw from this component only.", "all"),
                new("size", "PX", "Image size, even number or HEIGHTxWIDTH px; only for filter theta.", "the model's"),
                new("seed", "N", "Seed of the noise, 0..2^64-1.", "1"),
                CommonOptions.Device,
                CommonOptions.Threads,
                CommonOptions.Overwrite("what an earlier sample wrote to --output"),
            ],
            Examples = ["wframe sample runs/cat/model.zip --output more --count 16 --seed 7"],
            Run = Run,
        };

    private static int Run(VerbCall call)
    {
        var start = call.Terminal.Clock.GetTimestamp();
        var (output, overwrite) = (call.Required("output"), call.Switch("overwrite"));
        var how = new SamplingOptions
        {
            Steps = call.Int("steps", 1) ?? 0,
            Seed = call.Seed() ?? 1,
            Size = call.Text("size") is { } size ? ImageSizes.Parse(size) : null,
        };
        var asked = call.Int("count", 1);
        Outputs.CheckFolder(output, Marker, overwrite);
        var path = TrunkFile.Model(call.Argument);
        var model = WFrameModel.Load(path);
        var components = call.Text("component") is { } name
            ? [model.IndexOf(name)]
            : Enumerable.Range(0, model.Components.Count).ToArray();
        _ = model.ThetaOf(components[0], how.Size);
        var count = asked ?? model.Options.Chains;
        MemoryCheck.Sampling(model.Trunk, how.Size ?? model.Size, count);
        using var engine = Engines.Create(call, model.Trunk);
        JsonObject? result = null;
        Outputs.WriteFolder(
            output,
            Marker,
            overwrite,
            folder =>
            {
                call.Say.Progress.Run(
                    "sampling",
                    components.Length * count,
                    report => Draw(call, model, engine, how, components, count, folder, report)
                );
                result = new JsonObject
                {
                    ["schema"] = "wframe.sample/1",
                    ["model"] = Path.GetFullPath(path),
                    ["output"] = Path.GetFullPath(output),
                    ["components"] = new JsonArray([
                        .. components.Select(k => JsonValue.Create(model.Components[k].Name)),
                    ]),
                    ["count"] = count,
                    ["size"] = $"{how.Size ?? model.Size}",
                    ["steps"] = how.Steps > 0 ? how.Steps : 10 * model.Options.Steps,
                    ["seed"] = how.Seed,
                    ["seconds"] = Math.Round(call.Terminal.Clock.GetElapsedTime(start).TotalSeconds, 3),
                };
                AtomicFile.WriteText(Path.Combine(folder, Marker), result.ToJsonString() + "\n");
            }
        );
        if (call.Json)
        {
            call.Say.Result(result!);
        }
        else
        {
            call.Say.Result($"{components.Length * count} images in {Path.GetFullPath(output)}");
        }
        return ExitCodes.Done;
    }

    private static bool Draw(
        VerbCall call,
        WFrameModel model,
        IEnergyEngine engine,
        SamplingOptions how,
        int[] components,
        int count,
        string folder,
        Action<Step> report
    )
    {
        var shown = new List<RgbImage>();
        var done = 0;
        foreach (var k in components)
        {
            var pictures = components.Length == 1 ? folder : Path.Combine(folder, FileNames.Safe(model, k));
            Directory.CreateDirectory(pictures);
            for (var first = 0; first < count; first += Batch)
            {
                var now = Math.Min(Batch, count - first);
                var drawn = model.Sample(engine, k, now, how with { FirstChain = first }, call.Cancellation);
                for (var i = 0; i < now; i++)
                {
                    var picture = PngWriter.ToImage(drawn, i, model.Trunk.Mean);
                    PngWriter.Write(Path.Combine(pictures, PngWriter.FileName(first + i, count)), picture);
                    if (shown.Count < 400)
                    {
                        shown.Add(picture);
                    }
                }
                report(new Step(done += now));
            }
        }
        var columns = components.Length == 1 ? 0 : Math.Min(count, 20);
        PngWriter.Write(Path.Combine(folder, ContactSheet.FileName), ContactSheet.Make(shown, columns));
        return true;
    }
}
