using Microsoft.ML;
using WFrame;

// NoNatives PHOTOGRAPH: everything that our own kernels do, then what needs ONNX Runtime's native part.
var images = WFrameImages.Load(args[0], size: 32, crops: 4);
using var trainer = new WFrameTrainer(
    new WFrameOptions
    {
        Iterations = 2,
        Steps = 2,
        Chains = 2,
    }
);
var model = trainer.Fit(images);
model.Save("model.zip");
model = WFrameModel.Load("model.zip");
WFrameImages.Save(model.Sample(2), "drawn");
Console.WriteLine($"scores {model.Score(images).Images}");

var mlContext = new MLContext(seed: 1);
try
{
    mlContext.WFrame().Trainers.WFrame(iterations: 1).Fit(mlContext.WFrame().LoadPixels(args[0], size: 32));
    Console.WriteLine("fitted");
}
catch (UsageException e)
{
    Console.WriteLine(e.Message);
}
