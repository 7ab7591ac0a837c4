using System.IO.Compression;
using Microsoft.ML;
using WFrame.Learning;
using WFrame.ModelFile;
using WFrame.Testing;

namespace WFrame.Trainers.Tests.MLNet;

public sealed class DamagedModelFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public DamagedModelFileTests() => Models.Random(SmallTrainings.Trunk, SmallTrainings.Size, 2).Save(Path);

    private string Path => folder.At("model.zip");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_no_file_when_loaded_then_the_path_is_named()
    {
        var error = Assert.Throws<UsageException>(() => WFrameModel.Load(folder.At("none.zip")));

        Assert.Contains("none.zip does not exist", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(3000)]
    public void Given_a_truncated_file_when_loaded_then_it_is_refused(int length)
    {
        File.WriteAllBytes(Path, File.ReadAllBytes(Path)[..length]);

        AssertRefused("is not a usable wframe model");
    }

    [Fact]
    public void Given_any_byte_of_the_content_changed_when_loaded_then_it_is_refused()
    {
        var bytes = File.ReadAllBytes(Path);
        for (var at = 40; at < bytes.Length; at += 997)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= 0x10;
            File.WriteAllBytes(Path, damaged);

            // Names and times in the zip's headers may differ without harm; then the content must be the same.
            var error = Record.Exception(() => WFrameModel.Load(Path));

            if (error is null)
            {
                Assert.Equal(Content(bytes), Content(damaged));
            }
            else
            {
                AssertOneSentence(Assert.IsType<InvalidContentException>(error));
            }
        }
    }

    /// <summary>A few kilobytes of zip hold gigabytes of zeros: the length is looked at first.</summary>
    [Theory]
    [InlineData("wframe/model.json")]
    [InlineData("wframe/checksums.json")]
    [InlineData("wframe/trunk.onnx")]
    public void Given_an_entry_of_zeros_when_loaded_then_it_is_refused_before_anything_is_allocated(string name)
    {
        using (var zip = ZipFile.Open(Path, ZipArchiveMode.Update))
        {
            zip.GetEntry(name)!.Delete();
        }
        using (var zip = ZipFile.Open(folder.At("zeros.zip"), ZipArchiveMode.Create))
        {
            using var source = ZipFile.OpenRead(Path);
            foreach (var entry in source.Entries)
            {
                using var copy = zip.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                using var content = entry.Open();
                content.CopyTo(copy);
            }
            using var zeros = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
            var megabyte = new byte[1 << 20];
            for (var i = 0; i < 513; i++)
            {
                zeros.Write(megabyte);
            }
        }
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<InvalidContentException>(() => WFrameModel.Load(folder.At("zeros.zip")));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 << 20);
    }

    [Fact]
    public void Given_a_zip_of_another_kind_when_loaded_then_it_says_so()
    {
        Rewrite(entries => entries.Clear());

        AssertRefused("zip of another kind");
    }

    [Fact]
    public void Given_another_MLNet_model_when_loaded_then_it_says_so()
    {
        var context = new MLContext();
        var data = PixelRows.View(context, SmallTrainings.Images(2, 1));
        context.Model.Save(context.Transforms.CopyColumns("Copy", "Pixels").Fit(data), data.Schema, Path);

        AssertRefused("another ML.NET model");
    }

    [Fact]
    public void Given_a_checkpoint_when_loaded_then_it_says_so()
    {
        using var trainer = new WFrameTrainer(SmallTrainings.Options, SmallTrainings.Trunk);
        Checkpoint.Write(Path, trainer.Begin([SmallTrainings.Component("one")]));

        AssertRefused("training checkpoint");
    }

    [Fact]
    public void Given_a_later_version_when_loaded_then_both_versions_are_named()
    {
        Rewrite(entries => Replace(entries, "wframe.model/1", "wframe.model/2"));

        AssertRefused("wframe.model/2, this version reads wframe.model/1");
    }

    [Fact]
    public void Given_a_theta_with_NaN_when_loaded_then_the_entry_is_named()
    {
        Rewrite(entries =>
            BitConverter.TryWriteBytes(entries["wframe/components/0001/theta.f32"].AsSpan(8), float.NaN)
        );

        AssertRefused("wframe/components/0001/theta.f32 holds a value that is not finite");
    }

    [Fact]
    public void Given_another_trunk_than_the_named_one_when_loaded_then_both_are_named()
    {
        Rewrite(entries => Replace(entries, "\"trunkSha256\": \"", "\"trunkSha256\": \"0"));

        AssertRefused("it names trunk 0");
    }

    [Theory]
    [InlineData("wframe/trunk.onnx")]
    [InlineData("wframe/components/0000/theta.f32")]
    [InlineData("wframe/checksums.json")]
    public void Given_a_missing_entry_when_loaded_then_it_is_named(string name)
    {
        Rewrite(entries => entries.Remove(name), keepChecksums: true);

        AssertRefused(name);
    }

    [Theory]
    [InlineData("\"height\": 8", "\"height\": 0")]
    [InlineData("\"height\": 8", "\"height\": -8")]
    [InlineData("\"height\": 8", "\"height\": 2000000000")]
    [InlineData("\"chains\": 1", "\"chains\": -1")]
    [InlineData("\"chains\": 1", "\"chains\": 7")]
    [InlineData("\"stepSize\": 0.2", "\"stepSize\": 5")]
    [InlineData("\"theta\": \"spatial\"", "\"theta\": \"other\"")]
    [InlineData("\"options\": {", "\"others\": {")]
    public void Given_a_description_that_contradicts_itself_when_loaded_then_it_is_refused(string old, string changed)
    {
        Rewrite(entries => Replace(entries, old, changed));

        AssertRefused("is not a usable wframe model");
    }

    private void AssertRefused(string reason)
    {
        var error = Assert.Throws<InvalidContentException>(() => WFrameModel.Load(Path));

        AssertOneSentence(error);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private void AssertOneSentence(InvalidContentException error)
    {
        Assert.StartsWith(Path, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static void Replace(SortedDictionary<string, byte[]> entries, string old, string changed)
    {
        var json = Encoding.UTF8.GetString(entries["wframe/model.json"]);
        Assert.Contains(old, json, StringComparison.Ordinal);
        entries["wframe/model.json"] = Encoding.UTF8.GetBytes(json.Replace(old, changed, StringComparison.Ordinal));
    }

    private static List<(string, string)> Content(byte[] bytes) =>
        [.. Entries(bytes).Select(e => (e.Key, Convert.ToHexString(e.Value)))];

    private static SortedDictionary<string, byte[]> Entries(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        return new(
            zip.Entries.ToDictionary(e => e.FullName, e => ZipEntries.ReadBytes(zip, e.FullName)),
            StringComparer.Ordinal
        );
    }

    /// <summary>Changes entries and, as a careful forger would, their checksums.</summary>
    private void Rewrite(Action<SortedDictionary<string, byte[]>> change, bool keepChecksums = false)
    {
        var entries = Entries(File.ReadAllBytes(Path));
        change(entries);
        if (!keepChecksums && entries.Remove("wframe/checksums.json"))
        {
            var sums = entries.ToDictionary(
                e => e.Key,
                e => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(e.Value))
            );
            entries["wframe/checksums.json"] = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
                new Dictionary<string, object> { ["sha256"] = sums }
            );
        }
        using var stream = File.Create(Path);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
            entry.Write(content);
        }
    }
}
