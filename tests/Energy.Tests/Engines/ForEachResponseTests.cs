using WFrame.Engines;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Engines;

public sealed class ForEachResponseTests
{
    private static readonly ImageSize Size = new(4, 6);

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(40)]
    public void Given_more_images_than_a_chunk_When_passed_over_Then_each_comes_in_order_with_its_own_responses(
        int count
    )
    {
        var trunk = SmallTrunks.Vgg(Window.Square(2, 2, 0));
        var layout = trunk.Layout(Size, [new("conv1_1", ThetaForm.Filter), new("conv2_1", ThetaForm.Filter)]);
        var values = RandomTrunks.Normal(new Random(count), count * Size.Dimension, 1);
        var images = new PixelBatch(values, count, Size);
        using var engine = EngineFactory.Create(trunk, "ort-cpu", 2).Engine;
        var expected = new float[count * layout.Length];
        for (var i = 0; i < count; i++)
        {
            engine.Responses(images.Slice(i, 1), layout, expected.AsMemory(i * layout.Length, layout.Length));
        }
        var seen = new List<int>();
        var actual = new List<float>();

        engine.ForEachResponse(
            images,
            layout,
            (image, responses) =>
            {
                seen.Add(image);
                actual.AddRange(responses);
            }
        );

        Assert.Equal(Enumerable.Range(0, count), seen);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(1 << 10, 40, 16)]
    [InlineData(1 << 10, 3, 3)]
    [InlineData(1 << 20, 40, 8)] // 4 MB each: 32 MB are enough.
    [InlineData(1 << 24, 40, 2)] // 64 MB each: one for each thread.
    [InlineData(1 << 26, 40, 1)] // 256 MB.
    [InlineData(1 << 28, 40, 1)]
    public void Given_responses_of_an_image_When_passed_over_Then_as_many_at_once_as_keep_threads_busy_and_memory_small(
        int length,
        int count,
        int expected
    )
    {
        using var engine = EngineFactory.Create(SmallTrunks.Identity, "ort-cpu", 2).Engine;

        Assert.Equal(expected, EnergyEngineExtensions.AtOnce(engine, count, length));
    }

    [Fact]
    public void Given_a_cancelled_token_When_passed_over_Then_no_image_comes()
    {
        var layout = SmallTrunks.Identity.Layout(Size, ThetaForm.Filter);
        using var engine = EngineFactory.Create(SmallTrunks.Identity, "ort-cpu", 1).Engine;
        Assert.ThrowsAny<OperationCanceledException>(() =>
            engine.ForEachResponse(
                new PixelBatch(3, Size),
                layout,
                (_, _) => Assert.Fail("An image came."),
                new(canceled: true)
            )
        );
    }
}
