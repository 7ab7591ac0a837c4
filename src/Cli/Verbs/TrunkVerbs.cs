using System.Text.Json.Nodes;
using WFrame.Cli.Options;
using WFrame.Trunks;

namespace WFrame.Cli.Verbs;

/// <summary>wframe trunk build: raw weights to a trunk.</summary>
internal static class TrunkBuildVerb
{
    public static VerbSpec Spec { get; } =
        new("build", "Makes a trunk out of raw VGG-form weights (conv1_1_W.f32, conv1_1_b.f32, ...).")
        {
            Argument = new("FOLDER", "Folder of little-endian float32 files, kernels out, in, height, width."),
            Options = TrunkOutput.Options,
            Examples = ["wframe trunk build weights/vgg16-conv4 --output models/vgg16_conv4.onnx"],
            Run = call =>
                TrunkOutput.Save(
                    call,
                    () =>
                        Directory.Exists(call.Argument)
                            ? RawWeights.Read(call.Argument)
                            : throw new UsageException(
                                $"FOLDER {call.Argument} is no folder; give one with raw weights."
                            )
                ),
        };
}

/// <summary>wframe trunk cut: the first layers of a whole classifier.</summary>
internal static class TrunkCutVerb
{
    public static VerbSpec Spec { get; } =
        new("cut", "Cuts a trunk out of a whole ONNX classifier: its first convolutions with their ReLUs and pools.")
        {
            Argument = new("FULL.onnx", "Classifier that takes B, G, R pixels minus the VGG mean."),
            Options =
            [
                new("convolutions", "N", "Convolutions to keep, 1 or more.") { Required = true },
                .. TrunkOutput.Options,
            ],
            Examples = ["wframe trunk cut vgg16.onnx --convolutions 4 --output trunk.onnx"],
            Run = call =>
            {
                var convolutions = call.Int("convolutions")!.Value;
                return TrunkOutput.Save(
                    call,
                    () => Trunk.Cut(TrunkFile.Existing(call.Argument, "FULL.onnx"), convolutions)
                );
            },
        };
}

/// <summary>What build and cut have in common: a trunk file and its card.</summary>
internal static class TrunkOutput
{
    public static IReadOnlyList<OptionSpec> Options { get; } =
    [
        new("output", "FILE", "Trunk to write (.onnx); its card (.json) is written beside it.") { Required = true },
        CommonOptions.Overwrite("--output and its card"),
    ];

    public static int Save(VerbCall call, Func<Trunk> make)
    {
        var output = call.Required("output");
        if (!output.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"--output {output} must end in .onnx.");
        }
        var overwrite = call.Switch("overwrite");
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
