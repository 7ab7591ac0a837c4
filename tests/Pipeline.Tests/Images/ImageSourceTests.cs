using WFrame.Images.Sources;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Images;

public sealed class ImageSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GivenAFolder_WhenExpanded_ThenImagesComeInOrdinalOrderWithSubfoldersAsLabels()
    {
        Touch("b.png", "B.png", "a.JPG", "cats/2.png", "cats/young/1.png", "dogs/1.png");
        File.Copy(Repository.Sample("rocket.jpg"), _folder.At("odd"));
        Touch(".hidden.png", "LICENSE", "notes.txt", "table.csv", ".git/x.png");

        var entries = ImageSource.Expand([_folder.Path]);

        Assert.Equal(
            ["B.png", "a.JPG", "b.png", "cats/2.png", "cats/young/1.png", "dogs/1.png", "odd"],
            entries.Select(Relative)
        );
        Assert.Equal([null, null, null, "cats", "cats", "dogs", null], entries.Select(e => e.Label));
    }

    [Fact]
    public void GivenSeveralFolders_WhenExpanded_ThenTheirOwnNamesAreLabelsToo()
    {
        Touch("data/cats/1.png", "data/dogs/1.png", "data/dogs/old/2.png");

        string[][] forms =
        [
            [_folder.At("data", "cats") + "/", _folder.At("data", "dogs")],
            [_folder.At("data", "*")],
        ];

        Assert.All(forms, form => Assert.Equal(["cats", "dogs", "old"], ImageSource.Expand(form).Select(e => e.Label)));
    }

    [Fact]
    public void GivenAFolderThatLinksToItself_WhenExpanded_ThenItEnds()
    {
        Touch("sub/1.png");
        Directory.CreateSymbolicLink(_folder.At("sub", "up"), _folder.Path);

        Assert.Equal(["sub/1.png"], ImageSource.Expand([_folder.Path]).Select(Relative));
    }

    [Theory]
    [InlineData("*.png", "a.png b.png")]
    [InlineData("[ab].png", "a.png b.png")]
    [InlineData("[!a]*.png", "b.png")]
    [InlineData("?.{png,jpg}", "a.png b.png c.jpg")]
    [InlineData("**/*.png", "a.png b.png sub/deep/d.png sub/e.png")]
    [InlineData("s*", "sub/deep/d.png sub/e.png")]
    [InlineData("*", "a.png b.png c.jpg sub/deep/d.png sub/e.png")]
    public void GivenAGlob_WhenExpanded_ThenItMatchesAsAShellDoes(string pattern, string expected)
    {
        Touch("a.png", "b.png", "c.jpg", "readme.txt", ".h.png", "sub/e.png", "sub/deep/d.png");

        Assert.Equal(expected, string.Join(' ', ImageSource.Expand([_folder.At(pattern)]).Select(Relative)));
    }

    [Theory]
    [InlineData("[brackets].png")]
    [InlineData("{braces}.png")]
    [InlineData("[set]/x*.png")]
    public void GivenANameThatLooksLikeAPattern_WhenItExists_ThenTheNameWins(string argument)
    {
        Touch("[brackets].png", "b.png", "{braces}.png", "[set]/x1.png", "s/x2.png");

        var entry = Assert.Single(ImageSource.Expand([_folder.At(argument)]));

        Assert.Equal(argument.Replace('*', '1'), Relative(entry));
    }

    [Fact]
    public void GivenAListFile_WhenExpanded_ThenLinesAreRelativeToItAndMayCarryLabels()
    {
        Touch("images/b.png", "images/  a.png", "images/more/c.png", "images/#1.png");
        File.WriteAllText(
            _folder.At("images", "list.txt"),
            "\uFEFF# comment\r\nb.png\tdog\r\n\r\n  a.png\nmore\tcat\n./#1.png"
        );

        var entries = ImageSource.Expand(["@" + _folder.At("images", "list.txt")]);

        Assert.Equal(
            ["images/b.png", "images/  a.png", "images/more/c.png", "images/./#1.png"],
            entries.Select(Relative)
        );
        Assert.Equal(["dog", null, "cat", null], entries.Select(e => e.Label));
    }

    [Fact]
    public void GivenAListThatIsAnImage_WhenExpanded_ThenItIsRefused()
    {
        File.Copy(Repository.Sample("chelsea.png"), _folder.At("at.png"));

        var refused = Assert.Throws<InvalidContentException>(() => ImageSource.Expand(["@" + _folder.At("at.png")]));

        Assert.Contains("not text", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("]subsub🐱{}[z-a][a-z]]", "a set of characters that is empty or runs backwards")]
    [InlineData("[!]", "a set of characters that is empty or runs backwards")]
    [InlineData("[A-[b]", "No file matches")]
    [InlineData("none.png", "does not exist")]
    [InlineData("none/*.png", "No file matches")]
    [InlineData("empty", "holds no images")]
    [InlineData("@none.txt", "does not exist")]
    [InlineData("@short.txt", "line 1 names gone.png")]
    [InlineData("cifar10:none", "names no folder")]
    [InlineData("cifar10:empty", "holds no data_batch_*.bin")]
    [InlineData("", "empty image path")]
    public void GivenAnArgumentThatNamesNothing_WhenExpanded_ThenOneSentenceSaysSo(string argument, string reason)
    {
        Directory.CreateDirectory(_folder.At("empty"));
        File.WriteAllText(_folder.At("short.txt"), "gone.png\n");
        var prefix =
            argument.StartsWith('@') ? "@"
            : argument.StartsWith("cifar10:", StringComparison.Ordinal) ? "cifar10:"
            : "";
        var full = argument.Length == 0 ? "" : prefix + _folder.At(argument[prefix.Length..]);

        var refused = Assert.Throws<UsageException>(() => ImageSource.Expand([full]));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
    }

    private void Touch(params string[] names)
    {
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(name))!);
            File.WriteAllBytes(_folder.At(name), [1]);
        }
    }

    private string Relative(ImageEntry entry) => entry.Path[(_folder.Path.Length + 1)..];
}
