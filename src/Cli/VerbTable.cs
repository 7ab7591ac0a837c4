using WFrame.Cli.Options;
using WFrame.Cli.Verbs;
using WFrame.Cli.Verbs.Complete;
using WFrame.Cli.Verbs.Evaluate;
using WFrame.Cli.Verbs.Jobs;
using WFrame.Cli.Verbs.Models;
using WFrame.Cli.Verbs.Sample;
using WFrame.Cli.Verbs.Score;
using WFrame.Cli.Verbs.Texture;
using WFrame.Cli.Verbs.Train;
using WFrame.Cli.Verbs.Trunks;

namespace WFrame.Cli;

internal static class VerbTable
{
    public static Verb Root { get; } =
        new(
            "wframe",
            "Learns FRAME and wFRAME models of images from one to a few examples, draws new images from them and scores others.",
            TrainVerb.Verb,
            WatchVerb.Verb,
            SampleVerb.Verb,
            TextureVerb.Verb,
            CompleteVerb.Verb,
            ScoreVerb.Verb,
            EvaluateVerb.Verb,
            InspectVerb.Verb,
            ExportVerb.Verb,
            new Verb(
                "trunk",
                "Makes, cuts and differentiates trunks, the frozen networks whose responses are the statistics.",
                TrunkVerbs.Build,
                TrunkVerbs.Cut,
                TrunkVerbs.Gradients
            )
            {
                Examples = ["wframe trunk cut vgg16.onnx --convolutions 4 --output trunk.onnx"],
            },
            JobVerbs.Group,
            DoctorVerb.Verb
        )
        {
            Examples =
            [
                "wframe train samples/chelsea.png --crops 9 --output runs/first",
                "wframe sample runs/first/model.zip --output more --count 16",
                "wframe train --help",
            ],
        };
}
