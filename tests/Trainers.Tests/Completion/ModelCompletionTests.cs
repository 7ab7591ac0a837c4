using WFrame.Trainers.Tests.MLNet;

namespace WFrame.Trainers.Tests.Completion;

public sealed class ModelCompletionTests
{
    [Fact]
    public void Given_a_hole_when_filled_under_a_model_then_the_rest_stays_bit_for_bit_and_the_best_comes_first()
    {
        var model = Models.Trained();
        var image = SmallTrainings.Images(1, seed: 4);
        bool[] mask = [.. Enumerable.Range(0, 64).Select(i => i / 8 is > 1 and < 6 && i % 8 is > 1 and < 6)];

        var filled = WFrameCompletion.Model(
            model,
            image,
            mask,
            options: new() { Count = 3, Steps = 5 },
            engine: SmallTrainings.Engine
        );

        Assert.Equal(3, filled.Count);
        Assert.Equal(filled.Select(f => f.Energy).Order(), filled.Select(f => f.Energy));
        var before = image.Values.ToArray();
        foreach (var after in filled.Select(f => f.Image.Values.ToArray()))
        {
            Assert.All(
                Enumerable.Range(0, before.Length),
                i => Assert.True(mask[i % 64] ? before[i] != after[i] : before[i] == after[i])
            );
        }
        Assert.NotEqual(filled[0].Image.Values.ToArray(), filled[1].Image.Values.ToArray());
    }

    [Fact]
    public void Given_no_steps_when_filled_then_a_quarter_of_a_learning_iterations_are_taken()
    {
        var (model, image) = (Models.Trained(), SmallTrainings.Images(1, seed: 4));
        bool[] mask = [.. Enumerable.Range(0, 64).Select(i => i < 20)];
        Assert.Equal(4, model.Options.Steps);

        var (own, one, two) = (Filled(0), Filled(1), Filled(2));

        Assert.Equal(one, own);
        Assert.NotEqual(two, own);

        float[] Filled(int steps) =>
            WFrameCompletion
                .Model(model, image, mask, options: new() { Count = 1, Steps = steps }, engine: SmallTrainings.Engine)[
                    0
                ]
                .Image.Values.ToArray();
    }

    [Fact]
    public void Given_an_image_of_another_size_when_filled_then_the_models_size_is_named() =>
        Assert.Contains(
            "one of 8",
            Assert
                .Throws<UsageException>(() =>
                    WFrameCompletion.Model(Models.Trained(), new PixelBatch(1, new(9, 8)), new bool[72])
                )
                .Message,
            StringComparison.Ordinal
        );
}
