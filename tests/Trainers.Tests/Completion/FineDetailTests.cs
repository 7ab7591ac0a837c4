using WFrame.Completion;

namespace WFrame.Trainers.Tests.Completion;

public sealed class FineDetailTests
{
    private static readonly ImageSize Size = new(16, 16);
    private static readonly Hole Middle = new(Size, [.. Enumerable.Range(0, 256).Select(IsMiddle)]);

    [Fact]
    public void Given_checks_in_the_hole_alone_they_become_those_of_the_known_part()
    {
        // Checks of 2 grey levels in the known part, of 20 in the hole.
        var image = Checks(inside: 20);

        FineDetail.Match(image, Middle);

        Assert.Equal(Checks(inside: 2)[120], image[120], 0.3);
        Assert.Equal(Checks(inside: 2)[0], image[0]);
        Assert.True(MeanSquare(image) < 3 * MeanSquare(Checks(inside: 2)));
    }

    [Fact]
    public void Given_fewer_checks_in_the_hole_nothing_changes()
    {
        var image = Checks(inside: 1);

        FineDetail.Match(image, Middle);

        Assert.Equal(Checks(inside: 1), image);
    }

    private static bool IsMiddle(int p) => p / 16 is >= 4 and < 12 && p % 16 is >= 4 and < 12;

    private static float[] Checks(float inside) =>
        [
            .. Enumerable
                .Range(0, 256)
                .Select(p => (IsMiddle(p) ? inside : 2) * (((p / 16) + (p % 16)) % 2 == 0 ? 1 : -1)),
        ];

    private static double MeanSquare(float[] image) =>
        Enumerable.Range(0, 256).Where(IsMiddle).Average(p => image[p] * image[p]);
}
