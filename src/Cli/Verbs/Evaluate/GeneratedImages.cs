using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Cli.Verbs.Sample;
using WFrame.Evaluation;
using WFrame.Images;
using WFrame.Runs;

namespace WFrame.Cli.Verbs.Evaluate;

/// <summary>What --generated may name: images, a run folder (its final samples), or a model (samples are drawn).</summary>
internal static class GeneratedImages
{
    public static Setting<string> Generated { get; } =
        Setting
            .Text(
                "generated",
                "WHAT",
                "Generated images: a folder, glob, file, cifar10:FOLDER or @list.txt; a run folder (its final samples); or a model.zip (draws samples first)."
            )
            .Mandatory();

    public static Setting<int> Count { get; } =
        Setting.Whole(
            "count",
            "N",
            "Images to draw of each component when --generated is a model.",
            "its number of chains",
            least: 1
        );

    /// <summary>The images; those of a model are drawn here, in memory.</summary>
    /// <exception cref="UsageException">There is nothing of that name, or --count was given for images that exist.</exception>
    public static ImageSet Open(VerbCall call)
    {
        var what = call.Get(Generated);
        if (what.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) && File.Exists(what))
        {
            return Draw(call, what);
        }
        if (call.Has(Count))
        {
            throw new UsageException($"--count goes with a model, and --generated {what} is none; leave it out.");
        }
        if (!RunFolder.IsRun(what))
        {
            return ImageSet.FromFiles(what);
        }
        var samples = RunFolder.Open(what).AllFinalSamples;
        return Directory.Exists(samples)
            ? ImageSet.FromFiles(samples)
            : throw new UsageException(
                $"--generated {what} is a run without final samples; finish it with wframe train --resume, or give images or a model."
            );
    }

    private static ImageSet Draw(VerbCall call, string path)
    {
        var model = InputFiles.ImageModel(path);
        var how = call.Bind(new SamplingOptions()) with { Size = null };
        using var drawing = new Drawing(call, model, call.Value(Count), how);
        var pictures = new List<RgbImage>();
        drawing.Draw([.. Enumerable.Range(0, model.Components.Count)], (_, _, picture) => pictures.Add(picture));
        return ImageSet.FromImages(path, pictures);
    }
}
