using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Files;
using WFrame.Graphs;
using WFrame.Trunks;

namespace WFrame.Cli.Verbs.Trunks;

/// <summary>wframe trunk gradients: phi.onnx, gradient.onnx and penalty.onnx of a trunk.</summary>
internal static class TrunkGradientsVerb
{
    private const string Marker = "gradients.json";

    private static readonly Setting<string> Output = CommonOptions.Output(
        "DIR",
        "Folder to write: phi.onnx, gradient.onnx, penalty.onnx, gradients.json."
    );

    private static readonly Setting<bool> Overwrite = CommonOptions.Overwrite("earlier graphs in --output");

    public static Verb Verb { get; } =
        new(
            "gradients",
            "Writes a trunk's Phi, its gradient in the pixels and the penalty's derivative as ONNX graphs.",
            Run,
            Output,
            Overwrite
        )
        {
            Positional = Verb.Takes("TRUNK", "Trunk (.onnx), with its card beside it."),
            Examples = ["wframe trunk gradients models/vgg16_conv4.onnx --output graphs"],
        };

    private static int Run(VerbCall call)
    {
        var output = new OutputFolder(call.Get(Output), Marker, call.Get(Overwrite));
        var trunk = Trunk.Load(InputFiles.Existing(call.Argument, "TRUNK"));
        var json = new JsonObject
        {
            ["schema"] = "wframe.gradients/1",
            ["trunk"] = trunk.Name,
            ["sha256"] = trunk.Sha256,
            ["output"] = output.FullPath,
            ["files"] = new JsonArray("phi.onnx", "gradient.onnx", "penalty.onnx"),
        };
        output.Write(folder =>
        {
            GradientGraphs.Export(trunk, folder);
            AtomicFile.WriteText(Path.Combine(folder, Marker), json.ToJsonString() + "\n");
        });
        return call.Done(json);
    }
}
