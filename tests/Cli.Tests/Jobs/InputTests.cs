using WFrame.Images.Sources;
using WFrame.Jobs.Work;
using WFrame.Testing;

namespace WFrame.Cli.Tests.Jobs;

/// <summary>Inputs of batches far longer than what is held of them.</summary>
public sealed class InputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GivenALongList_WhenAskedForRangesInAnyOrder_ThenTheyAreThoseOfTheList()
    {
        var all = Write(20_000);
        using var inputs = JobInputs.Open(["@list.txt"], _folder.Path, byClass: false, null, default);

        Assert.Equal(20_000, inputs.Count);
        foreach (var (first, count) in new[] { (0, 10), (10, 1000), (12_000, 3), (19_990, 10), (5, 7), (5, 7), (0, 1) })
        {
            Assert.Equal(all[first..(first + count)], inputs.Range(first, count, default).Select(inputs.NameOf));
        }
        Assert.Equal(5, inputs.Range(19_995, 10, default).Count);
    }

    [Fact]
    public void GivenALongFolder_WhenAskedForRanges_ThenTheyAreInTheOrderOfTheirPaths()
    {
        foreach (var name in new[] { "a", "a-b", "a.b", "aa", "Z" })
        {
            Directory.CreateDirectory(_folder.At("images", name, "in"));
            for (var i = 0; i < 900; i++)
            {
                File.WriteAllText(_folder.At("images", name, $"{i}.png"), "");
                File.WriteAllText(_folder.At("images", name, "in", $"{i}.png"), "");
            }
            File.WriteAllText(_folder.At("images", $"{name}.png"), "");
            File.WriteAllText(_folder.At("images", $"{name}0.png"), "");
        }
        string[] sorted = [.. Directory.GetFiles(_folder.At("images"), "*", SearchOption.AllDirectories)];
        Array.Sort(sorted, StringComparer.Ordinal);
        using var inputs = JobInputs.Open(["images"], _folder.Path, byClass: false, null, default);

        Assert.Equal(sorted.Length, inputs.Count);
        Assert.Equal(sorted[5000..6000], inputs.Range(5000, 1000, default).Select(e => e.Path));
        Assert.Equal(sorted[8000..], inputs.Range(8000, sorted.Length - 8000, default).Select(e => e.Path));
        Assert.Equal(
            ["Z", "a-b", "a.b", "a", "aa"],
            inputs.Range(0, 9010, default).Select(e => e.Label).OfType<string>().Distinct()
        );
    }

    [Fact]
    public void GivenBatchFiles_WhenAskedForRanges_ThenTheRecordsAreTheirs()
    {
        var bytes = new byte[3073 * 6000];
        for (var record = 0; record < 6000; record++)
        {
            bytes[3073 * record] = (byte)(record % 10);
        }
        File.WriteAllBytes(_folder.At("data_batch_1.bin"), bytes);
        File.WriteAllBytes(_folder.At("data_batch_2.bin"), bytes);
        using var inputs = JobInputs.Open([$"cifar10:{_folder.Path}"], _folder.Path, byClass: false, null, default);

        Assert.Equal(12_000, inputs.Count);
        var entry = Assert.Single(inputs.Range(11_997, 1, default));
        Assert.Equal(("data_batch_2.bin#5997", "horse"), (inputs.NameOf(entry), entry.Label));
    }

    [Fact]
    public void GivenAListInPieces_WhenRead_ThenNoLineIsCutOrJoined()
    {
        // Of two and three bytes, so that pieces end within characters; with carriage returns at ends and within.
        string[] names = [.. Enumerable.Range(0, 9000).Select(i => $"{i}-é€{(i % 7 == 0 ? "\r" : "")}x.png")];
        File.WriteAllText(_folder.At("list.txt"), "\uFEFF" + string.Join("\r\n", names));
        var passed = new PassedOver { KeepsMissing = true };

        var read = ImageSource.Walk(["@" + _folder.At("list.txt")], passed).Select(e => Path.GetFileName(e.Path));

        Assert.Equal(names, read);
    }

    [Fact]
    public void GivenAListThatIsNoTextFarBehind_WhenRead_ThenASentenceSaysSo()
    {
        File.WriteAllText(_folder.At("list.txt"), new string('\n', 200_000) + "a\0b");

        var refused = Assert.Throws<InvalidContentException>(() =>
            ImageSource.List(["@" + _folder.At("list.txt")], new PassedOver { KeepsMissing = true })
        );

        Assert.Contains("is no list of images", refused.Message, StringComparison.Ordinal);
    }

    private string[] Write(int rows) => LongList.Write(_folder, rows);
}
