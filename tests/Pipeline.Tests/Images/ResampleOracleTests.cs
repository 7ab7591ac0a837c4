using WFrame.Images.Geometry;
using WFrame.Images.Sources;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Images;

[Trait("Category", "Oracle")]
public class ResampleOracleTests
{
    private static readonly JsonElement Index = ImageOracle.Index("resample");

    public static TheoryData<string> Cases =>
        [.. Index.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void GivenAPicture_WhenDecodedCroppedAndResized_ThenItEqualsTheReference(string name)
    {
        var test = Index.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        var alpha = test.OptionalString("alpha") == "drop" ? AlphaHandling.Drop : AlphaHandling.White;
        var image = new ImageEntry(Source(test.GetProperty("source").GetString()!)).Decode(alpha);
        var crop = Ints(test, "crop");
        var size = Ints(test, "size");
        var target = new ImageSize(size[1], size[0]);
        var box =
            test.GetProperty("fit").GetString() == "crop"
                ? Crop.Fit(image.Width, image.Height, target)
                : PixelBox.Whole(image);
        Assert.Equal(new PixelBox(crop[0], crop[1], crop[2], crop[3]), box);
        if (test.OptionalString("filter") is { } filter)
        {
            image = Resampler.Resize(image, box, target, Enum.Parse<ResampleFilter>(filter, ignoreCase: true));
        }

        var expectedPath = Path.Combine(ImageOracle.Folder("resample"), test.GetProperty("expected").GetString()!);
        // One of them carries its source's transparent colour along; its colours are the expected values.
        var expected = new ImageEntry(expectedPath).Decode(AlphaHandling.Drop);
        Assert.Equal((expected.Width, expected.Height), (image.Width, image.Height));
        var (max, mean) = Difference(image.Pixels, expected.Pixels);
        var tolerance = test.GetProperty("tolerance");
        Assert.True(
            max <= tolerance.GetProperty("max").GetInt32() && mean <= tolerance.GetProperty("mean").GetDouble(),
            $"{name}: difference {max} at most, {mean:g3} on average; allowed {tolerance}."
        );
        if (ImageOracle.Folder("resample").StartsWith(OracleFolder.Committed, StringComparison.Ordinal))
        {
            // All the committed cases are reachable bit for bit, whatever the tolerance would forgive.
            Assert.Equal(0, max);
        }
    }

    private static string Source(string name)
    {
        var file = Index.GetProperty("sources").GetProperty(name).GetProperty("file").GetString()!;
        var path = Path.Combine(ImageOracle.Folder("resample"), file);
        return File.Exists(path) ? path : Repository.Sample(Path.GetFileName(file));
    }

    private static int[] Ints(JsonElement test, string name) =>
        [.. test.GetProperty(name).EnumerateArray().Select(v => v.GetInt32())];

    private static (int Max, double Mean) Difference(byte[] actual, byte[] expected)
    {
        var differences = actual.Zip(expected, (a, b) => Math.Abs(a - b)).ToArray();
        return (differences.Max(), differences.Average());
    }
}
