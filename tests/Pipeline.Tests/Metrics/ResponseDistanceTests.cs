using WFrame.Metrics;
using WFrame.Responses;

namespace WFrame.Pipeline.Tests.Metrics;

public class ResponseDistanceTests
{
    [Fact]
    public void Given_two_filters_R_is_the_mean_of_the_differences_of_the_means()
    {
        // Filter 0: means 2 and 5; filter 1: means 10 and 6. One image of 1x2 positions each side.
        float[] synthesized = [1, 3, 8, 12];
        float[] observed = [5, 5, 6, 6];
        var tap = new ResponseTap("conv", 0, ThetaForm.Filter, 2, 1, 2, 0, 0);
        var result = ResponseDistance.Between(synthesized, tap, observed, tap);
        Assert.Equal((3.0 + 4.0) / 2, result.Distance);
        Assert.Equal([3.0, 4.0], result.PerFilter);
        Assert.Equal(5.5, result.ObservedMean);
        Assert.Equal(3.5 / 5.5, result.Relative);
    }

    [Fact]
    public void Given_opposite_differences_of_two_images_they_cancel_because_R_compares_means()
    {
        var tap = new ResponseTap("conv", 0, ThetaForm.Filter, 1, 1, 1, 0, 0);
        Assert.Equal(0, ResponseDistance.Between([1f, 3f], tap, [2f], tap).Distance);
    }

    [Fact]
    public void Given_nothing_observed_the_ratio_has_no_value() =>
        Assert.Null(ResponseDistance.Between([1.0], [0.0]).Relative);

    [Fact]
    public void Given_no_image_it_is_refused() =>
        Expect.Refused(() => new ResponseMean(2).Values(), "no image", "at least one");

    [Fact]
    public void Given_filters_of_different_layers_they_are_refused() =>
        Expect.Refused(() => ResponseDistance.Between([1.0, 2.0], [1.0]), "2 synthesised", "1 observed");

    [Fact]
    public void Given_a_response_that_is_not_finite_it_is_refused() =>
        Expect.Refused(() => ResponseDistance.Between([1.0, double.NaN], [1.0, 2.0]), "filter 1");
}
