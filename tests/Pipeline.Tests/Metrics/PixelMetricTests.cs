using WFrame.Images;
using WFrame.Images.Geometry;
using WFrame.Images.Sources;
using WFrame.Metrics;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Metrics;

public class PixelMetricTests
{
    [Fact]
    public void Given_three_images_the_diversity_is_the_mean_RMS_of_the_pairs()
    {
        var images = SyntheticFeatures.Of([0, 0], [3, 4], [0, 8]);
        var (ab, ac, bc) = (Math.Sqrt(12.5), Math.Sqrt(32), Math.Sqrt(12.5));
        var result = PixelDiversity.Compute(images);
        Assert.Equal((ab + ac + bc) / 3, result.RootMeanSquare, 12);
        Assert.Equal(ab, result.Smallest, 12);
    }

    [Fact]
    public void Given_equal_images_the_diversity_is_zero() =>
        Assert.Equal(new PixelDiversity(0, 0, 2), PixelDiversity.Compute(SyntheticFeatures.Of([7, 7], [7, 7])));

    [Fact]
    public void Given_one_image_the_diversity_is_refused() =>
        Expect.Refused(() => PixelDiversity.Compute(SyntheticFeatures.Of([1, 2])), "1 images", "at least two");

    [Fact]
    public void Given_a_near_copy_and_a_blend_only_the_copy_counts()
    {
        var training = SyntheticFeatures.Of([0, 0], [100, 100], [0, 200]);
        var generated = SyntheticFeatures.Of([1, 0], [50, 50], [100, 101]);
        var result = NearestTrainingImage.Compute(generated, training);
        Assert.Equal(2, result.Copies);
        Assert.Equal([0, 0, 1], result.Nearest);
        Assert.Equal([2, 1, 0], result.UsesOfTraining);
        Assert.Equal(Math.Sqrt(0.5), result.Min, 12);
        Assert.Equal(Math.Sqrt(0.5), result.Median, 12);
        Assert.Equal(50, result.Max, 12);
    }

    [Fact]
    public void Given_an_exact_copy_of_a_doubled_training_image_it_counts_as_a_copy() =>
        Assert.Equal(
            1,
            NearestTrainingImage.Compute(SyntheticFeatures.Of([5, 5]), SyntheticFeatures.Of([5, 5], [5, 5])).Copies
        );

    [Fact]
    public void Given_one_training_image_copying_is_undecided() =>
        Assert.Null(NearestTrainingImage.Compute(SyntheticFeatures.Of([5, 5]), SyntheticFeatures.Of([5, 6])).Copies);

    [Fact]
    public void Given_no_image_the_nearest_is_refused()
    {
        var (none, one) = (new FeatureMatrix(default, 0, 2), SyntheticFeatures.Of([5, 6]));
        _ = Expect.Refused(() => NearestTrainingImage.Compute(none, one), "0 generated", "1 training");
        _ = Expect.Refused(() => NearestTrainingImage.Compute(one, none), "1 generated", "0 training");
    }

    [SharedTheory("peers/dcgan-9/celeba", "data/celeba")]
    [InlineData("celeba", 148)]
    [InlineData("bedroom", 0)]
    [InlineData("cat", 0)]
    [Trait("Category", "Oracle")]
    public void Given_the_peers_samples_diversity_and_nearest_images_are_the_published_ones(string set, int side)
    {
        var folder = Path.Combine(Repository.Shared, "peers", "dcgan-9");
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, set + "-summary.json")));
        var inputs = json.RootElement.GetProperty("inputs").EnumerateArray().Select(e => e.GetString()!);
        var training = Pixels(inputs.Select(name => Path.Combine(Repository.Shared, "data", set, name)), side);
        var samples = Pixels(
            Directory.EnumerateFiles(Path.Combine(folder, set), "*.png").Order(StringComparer.Ordinal),
            0
        );

        double Published(string key) => json.RootElement.GetProperty(key).GetDouble();
        // Published with two decimals, from samples before they were rounded to 8 bits: at 4.26 levels that adds 0.02.
        Expect.Close(Published("rms_between_samples"), PixelDiversity.Compute(samples).RootMeanSquare, 0, 0.025);
        Expect.Close(
            Published("rms_between_training_images"),
            PixelDiversity.Compute(training).RootMeanSquare,
            0,
            0.02
        );
        var nearest = NearestTrainingImage.Compute(samples, training);
        var range = json.RootElement.GetProperty("rms_to_nearest_training_image");
        Expect.Close(range[0].GetDouble(), nearest.Min, 0, 0.025);
        // PyTorch's median is the lower of the two in the middle.
        var lower = nearest.Distances.Order().ElementAt((nearest.Distances.Count - 1) / 2);
        Expect.Close(range[1].GetDouble(), lower, 0, 0.025);
        Expect.Close(range[2].GetDouble(), nearest.Max, 0, 0.025);
        var uses = json.RootElement.GetProperty("samples_nearest_to_each_training_image");
        Assert.Equal(uses.EnumerateArray().Select(e => e.GetInt32()), nearest.UsesOfTraining);
        Assert.Equal(0, nearest.Copies);
    }

    private static FeatureMatrix Pixels(IEnumerable<string> files, int side)
    {
        var rows = new List<float[]>();
        foreach (var file in files)
        {
            var image = new ImageEntry(file).Decode();
            var square = side > 0 ? side : Math.Min(image.Width, image.Height);
            var box = Crop.CenterSquare(image.Width, image.Height, square);
            rows.Add(side < 0 ? Array.ConvertAll(image.Pixels, p => (float)p) : AreaAverage(image, box, 64));
        }
        return SyntheticFeatures.Of([.. rows]);
    }

    // The exact area average, in floating point: pixels on an edge count by the part inside.
    private static float[] AreaAverage(RgbImage image, PixelBox box, int side)
    {
        var result = new float[3 * side * side];
        var step = (double)box.Width / side;
        double Overlap(int pixel, int cell) => Math.Min(pixel + 1, (cell + 1) * step) - Math.Max(pixel, cell * step);
        for (var i = 0; i < result.Length; i++)
        {
            var (y, x, c) = (i / 3 / side, i / 3 % side, i % 3);
            var sum = 0.0;
            for (var row = (int)(y * step); row < Math.Min(box.Height, (y + 1) * step); row++)
            {
                for (var column = (int)(x * step); column < Math.Min(box.Width, (x + 1) * step); column++)
                {
                    var value = image.Row(box.Top + row)[(3 * (box.Left + column)) + c];
                    sum += value * Overlap(row, y) * Overlap(column, x);
                }
            }
            result[i] = (float)(sum / (step * step));
        }
        return result;
    }
}
