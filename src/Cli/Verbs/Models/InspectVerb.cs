using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Learning;
using WFrame.Runs;
using WFrame.Trunks;

namespace WFrame.Cli.Verbs.Models;

/// <summary>wframe inspect: what a model, run folder or trunk is.</summary>
internal static class InspectVerb
{
    public static Verb Verb { get; } =
        new("inspect", "Explains a model, a texture, a run folder or a trunk; which of them it is, is found out.", Run)
        {
            Positional = Verb.Takes("FILE", "model.zip, a texture's model, a run folder, or a trunk (.onnx)."),
            Examples = ["wframe inspect runs/cat", "wframe inspect models/vgg16_conv4.onnx --json"],
        };

    private static int Run(VerbCall call)
    {
        var path = call.Argument;
        var json = new JsonObject { ["schema"] = "wframe.inspect/1", ["path"] = Path.GetFullPath(path) };
        if (Directory.Exists(path))
        {
            DescribeRun(RunFolder.Open(path), json);
        }
        else if (InputFiles.Existing(path, "FILE").EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            json["kind"] = "trunk";
            DescribeTrunk(Trunk.Load(path), json);
        }
        else
        {
            var model = WFrameModel.Load(path);
            json["kind"] = model.IsTexture ? "texture" : "model";
            DescribeModel(model, json);
        }
        return call.Done(json);
    }

    private static void DescribeTrunk(Trunk trunk, JsonObject json)
    {
        json["name"] = trunk.Name;
        json["sha256"] = trunk.Sha256;
        json["mean"] = new JsonArray([.. trunk.Mean.Select(m => JsonValue.Create((double)m))]);
        json["meanAssumed"] = trunk.MeanAssumed;
        json["channels"] = trunk.Channels;
        json["layers"] = new JsonArray([.. trunk.Layers.Select(l => JsonValue.Create(Layer(l)))]);
        json["weights"] = trunk.Layers.OfType<ConvolutionLayer>().Sum(c => c.Kernel.Length + c.Bias.Length);
    }

    private static string Layer(TrunkLayer layer) =>
        layer is ConvolutionLayer c
            ? $"{c.Name} {c.In}->{c.Out} {c.Window.Height}x{c.Window.Width}"
            : $"{layer.Name} {layer.GetType().Name.Replace("Layer", "", StringComparison.Ordinal)}";

    private static void DescribeModel(WFrameModel model, JsonObject json)
    {
        var o = model.Options;
        json["method"] = $"{o.Method}".ToLowerInvariant();
        json["theta"] = $"{o.Theta}".ToLowerInvariant();
        json["layers"] = new JsonArray([.. model.Taps.Select(tap => JsonValue.Create(tap.Layer))]);
        json["size"] = $"{model.Size}";
        json["iterations"] = o.Iterations;
        json["steps"] = o.Steps;
        json["stepSize"] = o.StepSize;
        json["learningRate"] = o.LearningRate;
        json["penalty"] = o.EffectiveBeta;
        json["referenceSigma"] = o.ReferenceSigma;
        json["noiseSigma"] = o.NoiseSigma;
        json["seed"] = o.Seed;
        if (model.IsTexture)
        {
            json["cropSide"] = model.CropSide;
        }
        json["trunk"] = model.Trunk.Name;
        json["trunkSha256"] = model.Trunk.Sha256;
        json["components"] = new JsonArray([.. model.Components.Select(c => Component(model, c))]);
    }

    private static JsonObject Component(WFrameModel model, ModelComponent component)
    {
        var kept = model.RecordOf(component);
        return new JsonObject
        {
            ["name"] = component.Name,
            ["iterations"] = component.Iterations,
            ["chains"] = component.Chains.Count,
            ["theta"] = component.Theta.Length,
            ["diverged"] = component.Diverged,
            ["responseDistance"] = kept?.ResponseDistance,
            ["trials"] = Looks(model, component),
            ["newImages"] = TrialJson.Of(component),
            ["phi"] = kept?.PhiSynthesized,
            ["gradientRms"] = kept?.GradientRms,
        };
    }

    /// <summary>R of new images after the iterations at which they were drawn; null where none were.</summary>
    private static JsonArray? Looks(WFrameModel model, ModelComponent component)
    {
        var looks = model.History.Where(r => r.Component == component.Name && r.NewImagesDistance is not null);
        JsonNode[] json =
        [
            .. looks.Select(r => new JsonObject
            {
                ["iteration"] = r.Iteration,
                ["responseDistance"] = r.NewImagesDistance,
            }),
        ];
        return json.Length == 0 ? null : new JsonArray(json);
    }

    private static void DescribeRun(RunFolder run, JsonObject json)
    {
        json["kind"] = "run";
        json["finished"] = File.Exists(run.Model);
        json["checkpoint"] = run.Checkpoints.Count > 0;
        json["report"] = File.Exists(run.Report) ? run.Report : null;
        if (File.Exists(run.Model))
        {
            DescribeModel(WFrameModel.Load(run.Model), json);
            return;
        }
        var history = File.Exists(run.History) ? HistoryFile.Read(run.History) : [];
        json["iterations"] = history.Count == 0 ? 0 : history.Max(r => r.Iteration);
        json["responseDistance"] = history.Count == 0 ? null : history[^1].ResponseDistance;
    }
}
