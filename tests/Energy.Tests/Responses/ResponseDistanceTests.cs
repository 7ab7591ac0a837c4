using WFrame.Responses;

namespace WFrame.Energy.Tests.Responses;

public sealed class ResponseDistanceTests
{
    [Fact]
    public void Given_two_filters_R_is_the_mean_of_the_differences_of_the_means()
    {
        // Filter 0: means 2 and 5; filter 1: means 10 and 6. One image of 1x2 positions each side.
        float[] synthesized = [1, 3, 8, 12];
        float[] observed = [5, 5, 6, 6];
        var result = ResponseDistance.Between(Means(2, synthesized), Means(2, observed));
        Assert.Equal((3.0 + 4.0) / 2, result.Distance);
        Assert.Equal([3.0, 4.0], result.PerFilter);
        Assert.Equal(5.5, result.ObservedMean);
        Assert.Equal(3.5 / 5.5, result.Relative);
    }

    [Fact]
    public void Given_opposite_differences_of_two_images_they_cancel_because_R_compares_means()
    {
        Assert.Equal(0, ResponseDistance.Between(Means(1, [1f], [3f]), Means(1, [2f])).Distance);
    }

    [Fact]
    public void Given_nothing_observed_the_ratio_has_no_value() =>
        Assert.Null(ResponseDistance.Between([1.0], [0.0]).Relative);

    [Fact]
    public void Given_no_image_it_is_refused() =>
        Refused(() => new ResponseMean(Layout(2, 1)).Values(), "no image", "at least one");

    [Fact]
    public void Given_filters_of_different_layers_they_are_refused() =>
        Refused(() => ResponseDistance.Between([1.0, 2.0], [1.0]), "2 synthesised", "1 observed");

    [Fact]
    public void Given_a_response_that_is_not_finite_it_is_refused() =>
        Refused(() => ResponseDistance.Between([1.0, double.NaN], [1.0, 2.0]), "filter 1");

    [Fact]
    public void Given_a_mean_that_is_not_finite_the_R_that_a_training_records_is_not_finite_either() =>
        Assert.Equal(double.NaN, ResponseDistance.R([1.0, double.NaN], [1.0, 2.0]));

    [Fact]
    public void Given_several_taps_each_has_the_means_of_its_own_filters()
    {
        var layout = new ResponseLayout([
            new ResponseTap("conv1", 0, ThetaForm.Filter, 2, 1, 2, 0, 0),
            new ResponseTap("conv2", 2, ThetaForm.Spatial, 1, 1, 3, 4, 2),
        ]);
        var mean = new ResponseMean(layout);
        mean.Add([1, 3, 8, 12, 3, 6, 9]);
        mean.Add([2, 2, 0, 0, 1, 1, 1]);
        Assert.Equal(
            [
                [2, 5],
                [3.5],
            ],
            mean.Values()
        );
    }

    private static double[] Means(int filters, params float[][] images)
    {
        var mean = new ResponseMean(Layout(filters, images[0].Length / filters));
        foreach (var image in images)
        {
            mean.Add(image);
        }
        return mean.Values().Single();
    }

    private static ResponseLayout Layout(int filters, int positions) =>
        new([new ResponseTap("conv", 0, ThetaForm.Filter, filters, 1, positions, 0, 0)]);

    private static void Refused(Action action, params string[] parts)
    {
        var message = Assert.Throws<UsageException>(action).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }
}
