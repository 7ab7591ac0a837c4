using WFrame.Images;
using WFrame.Images.Writing;
using WFrame.Learning;

namespace WFrame.Runs;

/// <summary>The pictures of a run: contact sheets while it learns, each sample at its true size at the end.</summary>
internal static class RunPictures
{
    /// <summary>Components shown on one sheet; of many the first ones.</summary>
    private const int MostComponents = 10;

    /// <summary>Small images are enlarged by whole pixels to about this many.</summary>
    private const int ComfortableSize = 128;

    /// <summary>How many times a picture is enlarged for a sheet.</summary>
    public static int Scale(int height, int width) => Math.Max(1, ComfortableSize / Math.Max(height, width));

    /// <summary>The chains as they are, one block of rows a component.</summary>
    public static void Sheet(RunOutput output, TrainingSession session, IReadOnlyList<float> mean)
    {
        var components = Math.Min(MostComponents, session.Components.Count);
        var images = new List<RgbImage>();
        for (var k = 0; k < components; k++)
        {
            var chains = session.Chains(k);
            images.AddRange(Enumerable.Range(0, chains.Count).Select(i => PngWriter.ToImage(chains, i, mean)));
        }
        // One component: a square; several: a row each.
        var columns = components == 1 ? 0 : Math.Min(session.Options.Chains, 18);
        var scale = Scale(session.Size.Height, session.Size.Width);
        PngWriter.Write(
            output.Claim(output.Folder.Sheet(session.Iteration)),
            ContactSheet.Make(images, columns, scale)
        );
    }

    /// <summary>samples/final/COMPONENT/NN.png.</summary>
    public static void Final(RunOutput output, WFrameModel model)
    {
        var names = FileNames.Of(model.Components.Select(c => c.Name));
        foreach (var (component, name) in model.Components.Zip(names))
        {
            var folder = output.Folder.FinalSamples(name);
            for (var i = 0; i < component.Chains.Count; i++)
            {
                PngWriter.Write(
                    output.Claim(Path.Combine(folder, $"{i:00}.png")),
                    component.Chains,
                    i,
                    model.Trunk.Mean
                );
            }
        }
    }
}
