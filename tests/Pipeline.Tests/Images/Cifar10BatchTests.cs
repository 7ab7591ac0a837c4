using WFrame.Images;
using WFrame.Images.Sources;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Images;

public sealed class Cifar10BatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GivenBatches_WhenRead_ThenRecordsHaveTheirLabelsAndPixels()
    {
        // Red is the column, green the row, blue the number of the record.
        WriteBatch("data_batch_2.bin", 3);
        WriteBatch("data_batch_1.bin", 7, 0);
        WriteBatch("test_batch.bin", 1);

        var entries = ImageSource.Expand(["cifar10:" + _folder.Path]);

        Assert.Equal(["horse", "airplane", "cat"], entries.Select(e => e.Label));
        Assert.EndsWith("data_batch_1.bin#1", entries[1].Name, StringComparison.Ordinal);
        var image = entries[1].Decode();
        Assert.Equal((32, 32), (image.Width, image.Height));
        Assert.Equal([5, 9, 1], image.Pixels.AsSpan(3 * ((32 * 9) + 5), 3).ToArray());
    }

    [Fact]
    public void GivenClassNames_WhenRead_ThenTheyAreTheLabels()
    {
        WriteBatch("data_batch_1.bin", 9);
        File.WriteAllLines(_folder.At("batches.meta.txt"), [.. Enumerable.Range(0, 10).Select(i => $"class{i}"), ""]);

        Assert.Equal("class9", Assert.Single(ImageSource.Expand(["cifar10:" + _folder.Path])).Label);
    }

    [Fact]
    public void GivenABatchOfAnotherLength_WhenRead_ThenItIsRefused()
    {
        File.WriteAllBytes(_folder.At("data_batch_1.bin"), new byte[3072]);

        var refused = Assert.Throws<InvalidContentException>(() => ImageSource.Expand(["cifar10:" + _folder.Path]));

        Assert.Contains("3072 bytes are not a multiple of 3073", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenALabelAboveNine_WhenRead_ThenItIsRefused()
    {
        WriteBatch("data_batch_1.bin", 4, 10);

        var refused = Assert.Throws<InvalidContentException>(() => ImageSource.Expand(["cifar10:" + _folder.Path]));

        Assert.Contains("record 1 has label 10", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenBatches_WhenLoaded_ThenTheHashOfEachIsItsFiles()
    {
        WriteBatch("data_batch_1.bin", 0, 1, 2);

        var loaded = PixelLoader.Load(
            ImageSource.Expand(["cifar10:" + _folder.Path]),
            new PixelOptions { Size = new ImageSize(32, 32) },
            [0, 0, 0]
        );

        Assert.Equal(3, loaded.Pixels.Count);
        Assert.Equal(2, loaded.Pixels.Image(2).Span[0]); // blue
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_folder.At("data_batch_1.bin"))));
        Assert.Equal([hash, hash, hash], loaded.Images.Select(i => i.Sha256));
    }

    private void WriteBatch(string name, params byte[] labels)
    {
        using var file = File.Create(_folder.At(name));
        for (var record = 0; record < labels.Length; record++)
        {
            file.WriteByte(labels[record]);
            for (var i = 0; i < 3 * 1024; i++)
            {
                file.WriteByte(
                    (byte)(
                        i < 1024 ? i % 32
                        : i < 2048 ? i % 1024 / 32
                        : record
                    )
                );
            }
        }
    }
}
