namespace WFrame.Pipeline.Tests;

public class PixelOptionsTests
{
    private static readonly PixelOptions Options = new() { Size = new ImageSize(8, 8) };

    public static TheoryData<string, Func<PixelOptions>> OutOfRange =>
        new()
        {
            { "Size 0", () => Options with { Size = new ImageSize(0, 0) } },
            { "Size 8x0", () => Options with { Size = new ImageSize(8, 0) } },
            { "CropSide 0", () => Options with { CropSide = 0 } },
            { "Crops -1", () => Options with { Crops = -1 } },
            { "Crops 10001", () => Options with { Crops = 10_001 } },
            { "Jitter 0.41", () => Options with { Jitter = 0.41 } },
            { "Jitter NaN", () => Options with { Jitter = double.NaN } },
            { "Threads 0", () => Options with { Threads = 0 } },
        };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void GivenAValueOutOfRange_WhenSet_ThenMemberAndValueAreNamed(string named, Func<PixelOptions> set)
    {
        var refused = Assert.Throws<UsageException>(set);

        Assert.StartsWith(named + " ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(named[..named.IndexOf(' ', StringComparison.Ordinal)], refused.Members.Single());
    }

    [Fact]
    public void GivenTheLimits_WhenSet_ThenTheyAreTaken() =>
        Assert.Equal(
            (1, 10_000, 0.4, null),
            (
                (Options with { CropSide = 1 }).CropSide,
                (Options with { Crops = 10_000 }).Crops,
                (Options with { Jitter = 0.4 }).Jitter,
                Options.CropSide
            )
        );
}
