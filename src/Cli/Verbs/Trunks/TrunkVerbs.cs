using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Files;
using WFrame.Graphs;
using WFrame.Trunks;

namespace WFrame.Cli.Verbs.Trunks;

/// <summary>wframe trunk build and cut, which make a trunk (a file and its card), and gradients.</summary>
internal static class TrunkVerbs
{
    private const string Marker = "gradients.json";

    private static readonly Setting<string> GradientsOutput = CommonOptions.Output(
        "DIR",
        "Folder to write: phi.onnx, gradient.onnx, penalty.onnx, gradients.json."
    );

    private static readonly Setting<bool> GradientsOverwrite = CommonOptions.Overwrite("earlier graphs in --output");

    private static readonly Setting<int> Convolutions = Setting
        .Whole("convolutions", "N", "Convolutions to keep, 1 or more.")
        .Mandatory();

    private static readonly Setting<string> Output = CommonOptions.Output(
        "FILE",
        "Trunk to write (.onnx); its card (.json) is written beside it."
    );

    private static readonly Setting<bool> Overwrite = CommonOptions.Overwrite("--output and its card");

    /// <summary>Raw weights to a trunk.</summary>
    public static Verb Build { get; } =
        new(
            "build",
            "Makes a trunk out of raw VGG-form weights (conv1_1_W.f32, conv1_1_b.f32, ...).",
            call => Save(call, () => RawWeights.Read(InputFiles.Folder(call.Argument))),
            Output,
            Overwrite
        )
        {
            Positional = Verb.Takes("FOLDER", "Folder of little-endian float32 files, kernels out, in, height, width."),
            Examples = ["wframe trunk build weights/vgg16-conv4 --output models/vgg16_conv4.onnx"],
        };

    /// <summary>The first layers of a whole classifier.</summary>
    public static Verb Cut { get; } =
        new(
            "cut",
            "Cuts a trunk out of a whole ONNX classifier: its first convolutions with their ReLUs and pools.",
            call =>
                Save(call, () => Trunk.Cut(InputFiles.Existing(call.Argument, "FULL.onnx"), call.Get(Convolutions))),
            Convolutions,
            Output,
            Overwrite
        )
        {
            Positional = Verb.Takes("FULL.onnx", "Classifier that takes B, G, R pixels minus the VGG mean."),
            Examples = ["wframe trunk cut vgg16.onnx --convolutions 4 --output trunk.onnx"],
        };

    /// <summary>phi.onnx, gradient.onnx and penalty.onnx of a trunk.</summary>
    public static Verb Gradients { get; } =
        new(
            "gradients",
            "Writes a trunk's Phi, its gradient in the pixels and the penalty's derivative as ONNX graphs.",
            WriteGradients,
            GradientsOutput,
            GradientsOverwrite
        )
        {
            Positional = Verb.Takes("TRUNK", "Trunk (.onnx), with its card beside it."),
            Examples = ["wframe trunk gradients models/vgg16_conv4.onnx --output graphs"],
        };

    private static int Save(VerbCall call, Func<Trunk> make)
    {
        var (output, overwrite) = (call.Get(Output), call.Get(Overwrite));
        if (!output.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"--output {output} must end in .onnx.");
        }
        Outputs.CheckFile(output, overwrite);
        Outputs.CheckFile(Trunk.CardPath(output), overwrite);
        make().Save(output);
        var trunk = Trunk.Load(output);
        var json = new JsonObject
        {
            ["schema"] = "wframe.trunk/1",
            ["trunk"] = Path.GetFullPath(output),
            ["name"] = trunk.Name,
            ["sha256"] = trunk.Sha256,
            ["channels"] = trunk.Channels,
            ["layers"] = new JsonArray([.. trunk.Layers.Select(l => JsonValue.Create(l.Name))]),
        };
        return call.Done(json);
    }

    private static int WriteGradients(VerbCall call)
    {
        using var output = new OutputFolder(call.Get(GradientsOutput), Marker, call.Get(GradientsOverwrite));
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
