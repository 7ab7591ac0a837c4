using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using WFrame;

// Composition PHOTOGRAPH CHAIN.zip TAIL.zip: what ML.NET users write first, ours at its end. Prints a score a line.
var photographs = new[] { new Photograph { Path = args[0] } };
var mlContext = new MLContext(seed: 1);
var view = mlContext.Data.LoadFromEnumerable(photographs);
var images = mlContext
    .Transforms.LoadImages("Image", "", "Path")
    .Append(mlContext.Transforms.ResizeImages("Image", 32, 32, "Image"))
    .Append(
        mlContext.Transforms.ExtractPixels(
            "Extracted",
            "Image",
            orderOfExtraction: ImagePixelExtractingEstimator.ColorsOrder.ARGB
        )
    )
    .Fit(view);
var training = new WFrameOptions
{
    Iterations = 2,
    Steps = 2,
    Chains = 2,
};
var ours = mlContext
    .WFrame()
    .Pixels("Pixels", "Extracted")
    .Append(mlContext.WFrame().Trainers.WFrame(training))
    .Fit(images.Transform(view));
var chain = images.Append(ours);
mlContext.Model.Save(chain, view.Schema, args[1]);
mlContext.Model.Save(ours, images.Transform(view).Schema, args[2]);
Console.WriteLine(
    string.Join('\n', chain.Transform(view).GetColumn<float[]>("Score").Select(score => $"{score[0]:r}"))
);

internal sealed class Photograph
{
    public string Path { get; set; } = "";
}
