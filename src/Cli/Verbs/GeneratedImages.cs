using WFrame.Cli.Consoles;
using WFrame.Cli.Options;
using WFrame.Evaluation;
using WFrame.Images;
using WFrame.Images.Writing;
using WFrame.Runs;

namespace WFrame.Cli.Verbs;

/// <summary>What --generated may name: images, a run folder (its final samples), or a model (samples are drawn).</summary>
internal static class GeneratedImages
{
    /// <summary>The images; those of a model are drawn here, in memory.</summary>
    /// <exception cref="UsageException">There is nothing of that name, or --count was given for images that exist.</exception>
    public static ImageSet Open(VerbCall call, string argument)
    {
        var count = call.Int("count", 1);
        if (argument.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) && File.Exists(argument))
        {
            return Draw(call, argument, count);
        }
        if (count is not null)
        {
            throw new UsageException($"--count goes with a model, and --generated {argument} is none; leave it out.");
        }
        if (!RunFolder.IsRun(argument))
        {
            return ImageSet.FromFiles(argument);
        }
        var samples = RunFolder.Open(argument).AllFinalSamples;
        return Directory.Exists(samples)
            ? ImageSet.FromFiles(samples)
            : throw new UsageException(
                $"--generated {argument} is a run without final samples; finish it with wframe train --resume, or give images or a model."
            );
    }

    private static ImageSet Draw(VerbCall call, string path, int? asked)
    {
        var model = WFrameModel.Load(path);
        var count = asked ?? model.Options.Chains;
        MemoryCheck.Sampling(model.Trunk, model.Size, count);
        using var engine = Engines.Create(call, model.Trunk);
        var how = new SamplingOptions { Seed = call.Seed() ?? 1 };
        var pictures = call.Say.Progress.Run(
            "sampling",
            count * model.Components.Count,
            report =>
            {
                var drawn = new List<RgbImage>();
                for (var k = 0; k < model.Components.Count; k++)
                {
                    var pixels = model.Sample(engine, k, count, how, call.Cancellation);
                    drawn.AddRange(
                        Enumerable.Range(0, count).Select(i => PngWriter.ToImage(pixels, i, model.Trunk.Mean))
                    );
                    report(new Step(drawn.Count));
                }
                return drawn;
            }
        );
        return ImageSet.FromImages(path, pictures);
    }
}
