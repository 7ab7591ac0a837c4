using WFrame.Images.Sources;
using WFrame.Runs;

namespace WFrame.Pipeline.Tests.Runs;

public class ComponentGroupingTests
{
    private static readonly ImageEntry[] Entries =
    [
        .. Enumerable.Range(0, 20).Select(i => new ImageEntry($"{i}.png", i % 2 == 0 ? "even" : "odd")),
    ];

    [Fact]
    public void Given_nothing_one_model_takes_everything_in_order()
    {
        var (name, entries) = Assert.Single(new ComponentGrouping().Share(Entries, 1));
        Assert.Equal("model", name);
        Assert.Equal(Entries, entries);
    }

    [Fact]
    public void Given_classes_each_has_a_model_in_ordinal_order() =>
        Assert.Equal(["even", "odd"], new ComponentGrouping(ByClass: true).Share(Entries, 1).Select(g => g.Name));

    [Fact]
    public void Given_several_models_no_image_is_used_twice_and_the_seed_decides()
    {
        var grouping = new ComponentGrouping(Models: 4, ImagesPerModel: 5);
        var groups = grouping.Share(Entries, 1);
        Assert.Equal(["model-00", "model-01", "model-02", "model-03"], groups.Select(g => g.Name));
        Assert.Equal(20, groups.SelectMany(g => g.Entries).Distinct().Count());
        Assert.Equal(groups[0].Entries, grouping.Share(Entries, 1)[0].Entries);
        Assert.NotEqual(groups[0].Entries, grouping.Share(Entries, 2)[0].Entries);
    }

    [Fact]
    public void Given_several_models_of_each_class_names_tell_both()
    {
        var groups = new ComponentGrouping(true, 2, 3).Share(Entries, 1);
        Assert.Equal(["even-00", "even-01", "odd-00", "odd-01"], groups.Select(g => g.Name));
        Assert.All(groups[2].Entries, e => Assert.Equal("odd", e.Label));
    }

    [Theory]
    [InlineData(false, 3, 7, "3 x 7")]
    [InlineData(true, 1, 11, "11")]
    [InlineData(false, 2, null, "needs ImagesPerModel")]
    [InlineData(false, 0, 1, "Models 0")]
    [InlineData(false, 1, 0, "ImagesPerModel 0")]
    public void Given_an_impossible_request_the_message_says_why(bool byClass, int models, int? images, string expected)
    {
        var grouping = new ComponentGrouping(byClass, models, images);
        var message = Assert.Throws<UsageException>(() => grouping.Share(Entries, 1)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_an_image_outside_the_classes_by_class_names_it()
    {
        ImageEntry[] entries = [.. Entries, new ImageEntry("stray.png")];
        var message = Assert.Throws<UsageException>(() => new ComponentGrouping(true).Share(entries, 1)).Message;
        Assert.Contains("stray.png", message, StringComparison.Ordinal);
    }
}
