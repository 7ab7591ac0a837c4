using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Trunks;

public sealed class LayoutTests
{
    private static readonly Trunk Vgg = Trunk.Vgg16Conv4();

    [Fact]
    public void Given_taps_in_any_order_When_laid_out_Then_they_follow_the_trunk_and_each_other()
    {
        var layout = Vgg.Layout(
            new(10, 7),
            [new("conv2_1", ThetaForm.Filter), new("conv1_1", ThetaForm.Spatial), new("conv1_2", ThetaForm.Filter)]
        );

        Assert.Equal(
            [
                new ResponseTap("conv1_1", 1, ThetaForm.Spatial, 64, 10, 7, 0, 0),
                new ResponseTap("conv1_2", 3, ThetaForm.Filter, 64, 10, 7, 4480, 4480),
                new ResponseTap("conv2_1", 6, ThetaForm.Filter, 128, 5, 3, 8960, 4544),
            ],
            layout.Taps
        );
        Assert.Equal(8960 + (128 * 15), layout.Length);
        Assert.Equal(4544 + 128, layout.ThetaLength);
    }

    [Fact]
    public void Given_the_last_layer_by_name_When_laid_out_Then_it_is_the_layout_of_the_paper()
    {
        var (size, form) = (new ImageSize(8, 6), ThetaForm.Filter);
        Assert.Equal(Vgg.Layout(size, form), Vgg.Layout(size, [new("conv2_2", form)]));
        Assert.Equal(Vgg.Layout(size, form).GetHashCode(), Vgg.Layout(size, [new("conv2_2", form)]).GetHashCode());
        Assert.NotEqual(Vgg.Layout(size, form), Vgg.Layout(size, ThetaForm.Spatial));
        Assert.NotEqual(Vgg.Layout(size, form), Vgg.Layout(size, [new("conv2_1", form)]));
        Assert.NotEqual(Vgg.Layout(size, form), Vgg.Layout(new(8, 10), form));
    }

    [Fact]
    public void Given_a_trunk_that_ends_with_a_pool_When_laid_out_Then_the_pool_is_its_end()
    {
        var trunk = new Trunk("pooled", [.. Vgg.Layers.Take(5)], Vgg.Mean);
        var tap = Assert.Single(trunk.Layout(new(8, 8), ThetaForm.Spatial).Taps);
        Assert.Equal(new ResponseTap("pool1", 4, ThetaForm.Spatial, 64, 4, 4, 0, 0), tap);
        Assert.Equal(3, Assert.Single(trunk.Layout(new(8, 8), [new("conv1_2", ThetaForm.Spatial)]).Taps).LayerIndex);
    }

    [Fact]
    public void Given_taps_above_a_pool_When_the_image_is_too_small_for_the_layers_below_Then_it_is_not()
    {
        Assert.Throws<UsageException>(() => Vgg.Layout(new(1, 1), ThetaForm.Spatial));
        Assert.Equal(
            128,
            Vgg.Layout(new(1, 1), [new("conv1_1", ThetaForm.Filter), new("conv1_2", ThetaForm.Filter)]).Length
        );
    }

    [Theory]
    [InlineData("conv3_1")]
    [InlineData("relu1_1")]
    [InlineData("")]
    public void Given_an_unknown_layer_When_laid_out_Then_the_known_ones_are_named(string layer)
    {
        var error = Assert.Throws<UsageException>(() => Vgg.Layout(new(8, 8), [new(layer, ThetaForm.Filter)]));
        Assert.Contains($"no layer {layer}; choose", error.Message, StringComparison.Ordinal);
        Assert.Contains("conv1_1, conv1_2, conv2_1, conv2_2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_no_tap_or_one_twice_When_laid_out_Then_it_is_refused()
    {
        var none = Assert.Throws<UsageException>(() => Vgg.Layout(new(8, 8), []));
        Assert.Contains("conv1_1, conv1_2, conv2_1, conv2_2", none.Message, StringComparison.Ordinal);
        Tap[] twice = [new("conv2_1", ThetaForm.Filter), new("conv2_1", ThetaForm.Spatial)];
        var error = Assert.Throws<UsageException>(() => Vgg.Layout(new(8, 8), twice));
        Assert.Contains("conv2_1 is given twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_an_image_whose_responses_exceed_an_array_When_taps_are_laid_out_Then_the_size_is_refused()
    {
        Tap[] taps = [new("conv1_1", ThetaForm.Filter), new("conv1_2", ThetaForm.Filter)];
        var error = Assert.Throws<UsageException>(() => Vgg.Layout(new(10000, 10000), taps));
        Assert.Contains("Size 10000 is too large", error.Message, StringComparison.Ordinal);
    }
}
