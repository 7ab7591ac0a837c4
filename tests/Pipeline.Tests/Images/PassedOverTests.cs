using WFrame.Images.Sources;
using WFrame.Runs;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Images;

/// <summary>Folders as people have them: what lies beside the photographs never stops a run and never goes unsaid.</summary>
public sealed class PassedOverTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _notices = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("p.png.xmp")]
    [InlineData("IMG_0001.AAE")]
    [InlineData("p.nef.pp3")]
    [InlineData("p.md5")]
    [InlineData("all.7z")]
    [InlineData("all.rar")]
    [InlineData("p.cr2.dop")]
    [InlineData("p.on1")]
    [InlineData("film.mov")]
    [InlineData("GX010001.LRV")]
    [InlineData("sums.sha256")]
    [InlineData("an-extension.that-nobody-knows")]
    [InlineData("noextension")]
    [InlineData("README")]
    public void GivenSomethingBesideAPhotograph_WhenTheFolderIsTaken_ThenItIsPassedOverAndSaid(string name)
    {
        Photograph("p.png");
        Write(name, "not a picture"u8);

        Assert.Equal(["p.png"], Expand(_folder.Path));

        var extension = Path.GetExtension(name).ToLowerInvariant();
        Assert.Equal(
            [$"Passed over 1 file that is no image (1 {(extension.Length == 0 ? name : extension)})."],
            _notices
        );
    }

    [Theory]
    [InlineData("GX010001.THM")]
    [InlineData("p.jpg_original")]
    [InlineData("p.jpg~")]
    [InlineData("p.jpg.bak")]
    public void GivenACopyOfAPhotograph_WhenTheFolderIsTaken_ThenItIsNoSecondImage(string name)
    {
        Photograph("p.png");
        File.Copy(Repository.Sample("rocket.jpg"), _folder.At(name));

        Assert.Equal(["p.png"], Expand(_folder.Path));
        _ = Assert.Single(_notices);
    }

    [Theory]
    [InlineData("photograph")]
    [InlineData("photograph.of.2024")]
    [InlineData("jpeg-of-a-telephone.heic")]
    public void GivenAnImageOfAnotherName_WhenTheFolderIsTaken_ThenItsContentDecides(string name)
    {
        File.Copy(Repository.Sample("rocket.jpg"), _folder.At(name));

        Assert.Equal([name], Expand(_folder.Path));
        Assert.Empty(_notices);
    }

    [Fact]
    public void GivenADamagedImage_WhenTheFolderIsTaken_ThenItCountsAsOneSoThatItIsReported()
    {
        Write("damaged.jpg", "no picture"u8);
        Write("empty.png", []);
        Write("signature-in-text-mode", [0x89, 0x50, 0x4E, 0x47, 0x0A, 0x1A, 0x0A, 0x00]);

        Assert.Equal(["damaged.jpg", "empty.png", "signature-in-text-mode"], Expand(_folder.Path));
    }

    [Fact]
    public void GivenPicturesThatAreNotRead_WhenTheFolderIsTaken_ThenOneSentenceCountsThem()
    {
        Photograph("p.png");
        Write("a.HEIC", "\0\0\0\u0018ftypheic0000"u8);
        Write("b.heic", "\0\0\0\u0018ftypheic0000"u8);
        Write("c.nef", "II*\0 a raw file"u8);

        Assert.Equal(["p.png"], Expand(_folder.Path));
        Assert.Equal(
            [
                "Passed over 3 pictures of formats that are not read (2 .heic, 1 .nef): convert to JPEG or PNG what is to be used.",
            ],
            _notices
        );
    }

    [Fact]
    public void GivenNothingThatIsRead_WhenTheFolderIsTaken_ThenTheErrorSaysWhatWasThere()
    {
        Write("a.heic", "\0\0\0\u0018ftypheic0000"u8);

        var refused = Assert.Throws<UsageException>(() => Expand(_folder.Path));

        Assert.Contains("holds no images", refused.Message, StringComparison.Ordinal);
        Assert.Contains("1 .heic", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@eaDir")]
    [InlineData("@eadir")]
    [InlineData("__MACOSX")]
    [InlineData(".thumbnails")]
    [InlineData(".git")]
    [InlineData("#recycle")]
    [InlineData("$RECYCLE.BIN")]
    [InlineData("System Volume Information")]
    [InlineData("lost+found")]
    [InlineData("Previews.lrdata")]
    public void GivenAFolderOfASystem_WhenItsParentIsTaken_ThenItIsPassedOverAndNamed(string name)
    {
        Photograph("p.png");
        Photograph("cats", "c.png");
        Photograph(name, "t.png");
        Photograph("cats", name, "deep", "t.png");

        string[] expected = ["cats/c.png", "p.png"];
        Assert.Equal(expected, Expand(_folder.Path));
        Assert.Equal(
            $"Passed over 2 folders of thumbnails, deleted or hidden files: {Sorted(_folder.At("cats", name), _folder.At(name))}.",
            Assert.Single(_notices)
        );
        Assert.Equal(expected, Expand(_folder.At("**", "*.png")).Order(StringComparer.Ordinal));
        Assert.Equal(expected, Expand(_folder.At("*")).Order(StringComparer.Ordinal));
        Assert.Equal([$"{name}/t.png"], Expand(_folder.At(name)));
    }

    [Fact]
    public void GivenNamesThatAShellMadeOfAPattern_WhenExpanded_ThenTheSameIsPassedOverAsInAFolder()
    {
        Photograph("p.png");
        Photograph("@eaDir", "t.png");
        Write("p.png.xmp", "<xmp/>"u8);
        Write("notes.txt", "text"u8);

        var found = Expand(_folder.At("@eaDir"), _folder.At("notes.txt"), _folder.At("p.png"), _folder.At("p.png.xmp"));

        Assert.Equal(["p.png"], found);
        Assert.Equal(2, _notices.Count);
    }

    [Fact]
    public void GivenOneNameOnly_WhenItIsNoImage_ThenItIsTakenAtItsWord()
    {
        Write("notes.txt", "text"u8);
        Photograph(".hidden.png");

        Assert.Equal(["notes.txt"], Expand(_folder.At("notes.txt")));
        Assert.Equal([".hidden.png", ".hidden.png"], Expand(_folder.At(".hidden.png"), _folder.At(".hidden.png")));
    }

    [Fact]
    public void GivenWhatSystemsLeaveEverywhere_WhenTheFolderIsTaken_ThenItIsNotWorthAWord()
    {
        Photograph("p.png");
        foreach (var name in (string[])[".DS_Store", "._p.png", "Thumbs.db", "desktop.ini", "contact-sheet.png"])
        {
            Write(name, "\0\u0005\u0016"u8);
        }

        Assert.Equal(["p.png"], Expand(_folder.Path));
        Assert.Empty(_notices);
    }

    [Fact]
    public void GivenAnEmptyClassFolder_WhenTrainedByClass_ThenItIsNamed()
    {
        Photograph("cats", "c.png");
        Directory.CreateDirectory(_folder.At("dogs", "old"));
        Write(Path.Combine("birds", "b.heic"), "\0\0\0\u0018ftypheic0000"u8);
        var request = new TrainingRequest
        {
            Images = [_folder.Path],
            Pixels = new PixelOptions { Size = new ImageSize(8, 8) },
            Grouping = new ComponentGrouping(ByClass: true),
            Output = _folder.At("..", Path.GetRandomFileName()),
        };

        var refused = Assert.Throws<UsageException>(() => TrainingPlan.Create(request));
        Assert.Contains($"{_folder.At("birds")}, {_folder.At("dogs")}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["ByClass", "SkipBadImages"], refused.Members);

        var skipping = request with { Pixels = request.Pixels with { SkipBadImages = true } };
        _ = Assert.Single(TrainingPlan.Create(skipping, _notices.Add).Components);
        Assert.Contains(_notices, n => n.Contains(_folder.At("dogs"), StringComparison.Ordinal));

        var together = request with { Grouping = new ComponentGrouping() };
        Assert.Equal(1, TrainingPlan.Create(together).Components[0].Observed.Count);
    }

    [Fact]
    public void Given_a_walk_when_cancelled_then_it_ends_at_the_next_file()
    {
        Photograph("a.png");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() =>
            ImageSource.Expand([_folder.Path], cancellation: cancelled.Token)
        );
    }

    private static string Sorted(params string[] names) => string.Join(", ", names.Order(StringComparer.Ordinal));

    private void Photograph(params string[] name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(name))!);
        File.Copy(Repository.Sample("chelsea.png"), _folder.At(name));
    }

    private void Write(string name, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(name))!);
        File.WriteAllBytes(_folder.At(name), content);
    }

    private IEnumerable<string> Expand(params string[] arguments)
    {
        _notices.Clear();
        return ImageSource.Expand(arguments, _notices.Add).Select(e => e.Path[(_folder.Path.Length + 1)..]);
    }
}
