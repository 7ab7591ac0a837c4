using WFrame.Completion;

namespace WFrame.Trainers.Tests.Completion;

public sealed class EdgeJoinTests
{
    private static readonly ImageSize Size = new(24, 30);

    public static TheoryData<string> Shapes => ["square", "line", "edge"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Given_a_filling_of_another_level_when_joined_then_the_step_is_no_larger_than_what_is_within(
        string shape
    )
    {
        var hole = Shaped(shape);
        var image = Noise(30);
        var before = (float[])image.Clone();

        new EdgeJoin(hole).Apply(image);

        Assert.True(Ratio(before, hole) > 1.15);
        Assert.InRange(Ratio(image, hole), 0.85, 1.15);
        for (var i = 0; i < image.Length; i++)
        {
            Assert.True(hole.Pixels[i % Size.Area] || image[i] == before[i]);
        }

        float[] Noise(float level)
        {
            var random = new Random(3);
            var values = new float[2 * Size.Area];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)((random.NextDouble() * 20) - 10) + (hole.Pixels[i % Size.Area] ? level : 0);
            }
            return values;
        }
    }

    [Fact]
    public void Given_a_filling_without_a_step_when_joined_then_it_stays_as_it_is()
    {
        var hole = Shaped("square");
        var random = new Random(3);
        // Within the hole differences are larger than elsewhere.
        float[] image =
        [
            .. Enumerable.Range(0, Size.Area).Select(i => hole.Pixels[i] ? random.Next(60) - 25f : random.Next(10)),
        ];
        var before = (float[])image.Clone();

        new EdgeJoin(hole).Apply(image);

        Assert.Equal(before, image);
    }

    private static Hole Shaped(string shape) =>
        new(
            Size,
            [
                .. Enumerable
                    .Range(0, Size.Area)
                    .Select(p => (Y: p / Size.Width, X: p % Size.Width))
                    .Select(at =>
                        shape switch
                        {
                            "square" => at is { Y: >= 6 and < 18, X: >= 8 and < 22 },
                            "line" => Math.Abs(at.Y - at.X) <= 1,
                            _ => at.X >= 20,
                        }
                    ),
            ]
        );

    private static double Ratio(float[] image, Hole hole)
    {
        var (across, inside) = (new List<double>(), new List<double>());
        for (var i = 0; i < image.Length; i++)
        {
            var p = i % Size.Area;
            foreach (
                var (next, there) in new[]
                {
                    (1, p % Size.Width < Size.Width - 1),
                    (Size.Width, p + Size.Width < Size.Area),
                }
            )
            {
                if (there && (hole.Pixels[p] || hole.Pixels[p + next]))
                {
                    var list = hole.Pixels[p] && hole.Pixels[p + next] ? inside : across;
                    list.Add(Math.Abs((double)image[i + next] - image[i]));
                }
            }
        }
        return across.Average() / inside.Average();
    }
}
