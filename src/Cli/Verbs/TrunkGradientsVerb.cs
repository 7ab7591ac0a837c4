using System.Text.Json.Nodes;
using WFrame.Cli.Options;
using WFrame.Files;
using WFrame.Graphs;
using WFrame.Trunks;

namespace WFrame.Cli.Verbs;

/// <summary>wframe trunk gradients: phi.onnx, gradient.onnx and penalty.onnx of a trunk.</summary>
internal static class TrunkGradientsVerb
{
    private const string Marker = "gradients.json";

    public static VerbSpec Spec { get; } =
        new(
            "gradients",
            "Writes a trunk's Phi, its gradient in the pixels and the penalty's derivative as ONNX graphs."
        )
        {
            Argument = new("TRUNK", "Trunk (.onnx), with its card beside it."),
            Options =
            [
                new("output", "DIR", "Folder to write: phi.onnx, gradient.onnx, penalty.onnx, gradients.json.")
                {
                    Required = true,
                },
                CommonOptions.Overwrite("earlier graphs in --output"),
            ],
            Examples = ["wframe trunk gradients models/vgg16_conv4.onnx --output graphs"],
            Run = Run,
        };

    private static int Run(VerbCall call)
    {
        var (output, overwrite) = (call.Required("output"), call.Switch("overwrite"));
        Outputs.CheckFolder(output, Marker, overwrite);
        var trunk = Trunk.Load(TrunkFile.Existing(call.Argument, "TRUNK"));
        var json = new JsonObject
        {
            ["schema"] = "wframe.gradients/1",
            ["trunk"] = trunk.Name,
            ["sha256"] = trunk.Sha256,
            ["output"] = Path.GetFullPath(output),
            ["files"] = new JsonArray("phi.onnx", "gradient.onnx", "penalty.onnx"),
        };
        Outputs.WriteFolder(
            output,
            Marker,
            overwrite,
            folder =>
            {
                GradientGraphs.Export(trunk, folder);
                AtomicFile.WriteText(Path.Combine(folder, Marker), json.ToJsonString() + "\n");
            }
        );
        if (call.Json)
        {
            call.Say.Result(json);
        }
        else
        {
            call.Say.Result(InspectText.Rows(json));
        }
        return ExitCodes.Done;
    }
}
