using WFrame.Cli.Options;

namespace WFrame.Cli.Verbs;

/// <summary>The verbs of the command.</summary>
internal static class VerbTable
{
    public static VerbSpec Root { get; } =
        new(
            "wframe",
            "Learns FRAME and wFRAME models of images from one to a few examples, draws new images from them and scores others."
        )
        {
            Verbs =
            [
                TrainVerb.Spec,
                SampleVerb.Spec,
                ScoreVerb.Spec,
                EvaluateVerb.Spec,
                InspectVerb.Spec,
                ExportVerb.Spec,
                new VerbSpec(
                    "trunk",
                    "Makes, cuts and differentiates trunks, the frozen networks whose responses are the statistics."
                )
                {
                    Verbs = [TrunkBuildVerb.Spec, TrunkCutVerb.Spec, TrunkGradientsVerb.Spec],
                    Examples = ["wframe trunk cut vgg16.onnx --convolutions 4 --output trunk.onnx"],
                },
                DoctorVerb.Spec,
            ],
            Examples =
            [
                "wframe train samples/chelsea.png --crops 9 --output runs/first",
                "wframe sample runs/first/model.zip --output more --count 16",
                "wframe train --help",
            ],
        };
}
