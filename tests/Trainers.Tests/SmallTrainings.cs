using WFrame.Learning;
using WFrame.Trunks;

namespace WFrame.Trainers.Tests;

/// <summary>A trunk and images small enough to train in milliseconds.</summary>
internal static class SmallTrainings
{
    public static ImageSize Size => new(8, 8);

    public static Trunk Trunk { get; } = CreateTrunk();

    public static PixelBatch Images(int count, int seed, ImageSize? size = null)
    {
        var random = new Random(seed);
        var batch = new PixelBatch(count, size ?? Size);
        foreach (ref var value in batch.Values.Span)
        {
            value = (float)((random.NextDouble() * 200) - 100);
        }
        return batch;
    }

    public static TrainingComponent Component(string name, int seed = 1) => new(name, Images(3, seed));

    public static WFrameOptions Options =>
        new()
        {
            Iterations = 6,
            Steps = 4,
            Chains = 3,
            LearningRate = 1e-4,
        };

    /// <summary>Without the penalty and at so large a lambda R falls until about iteration 15, and nearly doubles again.</summary>
    public static WFrameOptions Turning => Options with { Iterations = 25, LearningRate = 3e-2, Beta = 0 };

    /// <summary>A record of component "a" of which nothing but R matters.</summary>
    public static IterationRecord Record(int iteration, double distance) =>
        new()
        {
            Iteration = iteration,
            Component = "a",
            ResponseDistance = distance,
            PhiSynthesized = 0,
            PhiObserved = 0,
            GradientRms = 0,
            Penalty = 0,
            ThetaNorm = 0,
            StepSize = 0.2,
            Seconds = 0,
        };

    public static EngineOptions Engine => new() { Device = "ort-cpu" };

    /// <summary>3 -> 4 -> 5 channels, with a pool between.</summary>
    private static Trunk CreateTrunk()
    {
        var random = new Random(5);
        return new Trunk(
            "small",
            [
                Convolution("conv1", 4, 3),
                new ReluLayer { Name = "relu1" },
                new MaxPoolLayer { Name = "pool1", Window = Window.Square(2, 2, 0) },
                Convolution("conv2", 5, 4),
                new ReluLayer { Name = "relu2" },
            ],
            [104, 117, 124]
        );

        ConvolutionLayer Convolution(string name, int outputs, int inputs) =>
            new()
            {
                Name = name,
                Out = outputs,
                In = inputs,
                Window = Window.Square(3, 1, 1),
                Kernel = [.. Enumerable.Range(0, outputs * inputs * 9).Select(_ => (float)(random.NextDouble() - 0.5))],
                Bias = [.. Enumerable.Range(0, outputs).Select(_ => (float)random.NextDouble())],
            };
    }
}
