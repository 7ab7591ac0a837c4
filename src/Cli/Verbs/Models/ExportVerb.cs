using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Files;
using WFrame.Graphs;
using WFrame.ModelFile;
using WFrame.Responses;
using WFrame.Runs;

namespace WFrame.Cli.Verbs.Models;

/// <summary>wframe export: a model as plain ONNX files.</summary>
internal static class ExportVerb
{
    private const string Marker = "export.json";

    private static readonly Setting<string> Output = CommonOptions.Output(
        "DIR",
        "Folder to write: phi.onnx, gradient.onnx, responses.onnx, theta/*.npy, export.json."
    );

    private static readonly Setting<bool> Overwrite = CommonOptions.Overwrite("an earlier export in --output");

    public static Verb Verb { get; } =
        new(
            "export",
            "Writes a model as ONNX files that any runtime can run, and theta as .npy files.",
            Run,
            Output,
            Overwrite
        )
        {
            Positional = CommonOptions.Model,
            Examples = ["wframe export runs/cat/model.zip --output onnx"],
        };

    private static int Run(VerbCall call)
    {
        using var output = new OutputFolder(call.Get(Output), Marker, call.Get(Overwrite));
        var path = InputFiles.Model(call.Argument);
        var model = WFrameModel.Load(path);
        var layout = model.ThetaOf(0).Layout;
        var json = Describe(model, Path.GetFullPath(path), output.FullPath);
        output.Write(folder =>
        {
            AtomicFile.Write(Path.Combine(folder, "phi.onnx"), ScoringModel.Onnx(model, model.Trunk));
            AtomicFile.Write(Path.Combine(folder, "gradient.onnx"), GradientGraphs.Gradient(model.Trunk, layout));
            AtomicFile.Write(Path.Combine(folder, "responses.onnx"), GradientGraphs.Responses(model.Trunk, layout));
            var theta = Directory.CreateDirectory(Path.Combine(folder, "theta")).FullName;
            var names = FileNames.Of(model.Components.Select(c => c.Name));
            foreach (var (component, name) in model.Components.Zip(names))
            {
                foreach (var tap in layout.Taps)
                {
                    var file = layout.Taps.Count == 1 ? name + ".npy" : $"{name}.{tap.Layer}.npy";
                    var values = component.Theta.AsSpan(tap.ThetaOffset, tap.ThetaLength);
                    AtomicFile.Write(Path.Combine(theta, file), NpyFile.Write(values, Shape(tap)));
                }
            }
            AtomicFile.WriteText(Path.Combine(folder, Marker), json.ToJsonString() + "\n");
        });
        return call.Done(json);
    }

    /// <summary>Of one component's theta at a layer.</summary>
    private static int[] Shape(ResponseTap tap) =>
        tap.Form == ThetaForm.Spatial ? [1, tap.Channels, tap.Height, tap.Width] : [1, tap.Channels, 1, 1];

    private static JsonObject Describe(WFrameModel model, string path, string output)
    {
        var taps = model.ThetaOf(0).Layout.Taps;
        // Inputs and outputs of several layers are named after them.
        var (theta, layer, dot) = taps.Count == 1 ? ("theta", "", "") : ("theta_LAYER", "_LAYER", ".LAYER");
        return new()
        {
            ["schema"] = "wframe.export/1",
            ["model"] = path,
            ["output"] = output,
            ["pixels"] = $"float32 [N,3,{model.Size.Height},{model.Size.Width}], channels B, G, R, 0..255 minus mean",
            ["mean"] = new JsonArray([.. model.Trunk.Mean.Select(m => JsonValue.Create((double)m))]),
            ["phi.onnx"] =
                "Pixels -> Score [N,K] = Phi - |x|^2/(2 sigma^2), Phi [N,K]; theta inside; Similarity [N,K] to the training images and Map [N,H,W] of where there is none (of spatial theta 0..1; of a texture 1 is ordinary), unless the model was stored without them",
            ["gradient.onnx"] =
                $"x, {theta} -> gradient dPhi/dx [N,3,H,W], phi [N]; {theta} from theta/COMPONENT{dot}.npy",
            ["responses.onnx"] = $"x -> responses{layer} F [N,C,h,w]",
            ["components"] = new JsonArray([.. model.Components.Select(c => JsonValue.Create(c.Name))]),
            ["layers"] = new JsonArray([.. taps.Select(tap => JsonValue.Create(tap.Layer))]),
            ["thetaShape"] =
                taps.Count == 1
                    ? Numbers(Shape(taps[0]))
                    : new JsonObject(
                        taps.Select(tap => KeyValuePair.Create<string, JsonNode?>(tap.Layer, Numbers(Shape(tap))))
                    ),
        };
    }

    private static JsonArray Numbers(int[] values) => new([.. values.Select(v => JsonValue.Create(v))]);
}
