using WFrame.Evaluation;
using WFrame.Evaluation.Classifiers;
using WFrame.Images;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Evaluation;

public sealed class FeaturePassTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Classifier _classifier;

    public FeaturePassTests() => _classifier = Classifier.Load(TinyClassifier.Write(_folder.Path));

    public void Dispose()
    {
        _classifier.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 3)]
    [InlineData(100, 2)]
    public void Given_any_batch_size_and_thread_count_rows_keep_their_order(int batch, int threads)
    {
        var outputs = FeaturePass.Run(
            RandomImages.Set(37, 1),
            _classifier,
            new() { BatchSize = batch, Threads = threads }
        );
        var one = FeaturePass.Run(RandomImages.Set(37, 1), _classifier, new() { BatchSize = 37, Threads = 1 });
        Assert.InRange(Compare.RelativeError(outputs.Logits!.Values.Span, one.Logits!.Values.Span), 0, 1e-5);
        Assert.InRange(Compare.RelativeError(outputs.Features!.Values.Span, one.Features!.Values.Span), 0, 1e-5);
    }

    [Fact]
    public void Given_a_cache_the_second_pass_reads_it_and_damage_is_noticed()
    {
        var options = new FeaturePassOptions { CacheFolder = _folder.At("cache") };
        var first = FeaturePass.Run(RandomImages.Set(5, 1), _classifier, options);
        var second = FeaturePass.Run(RandomImages.Set(5, 1), _classifier, options);
        Assert.Equal((false, true), (first.FromCache, second.FromCache));
        Assert.Equal(first.Logits!.Values.ToArray(), second.Logits!.Values.ToArray());
        Assert.Equal(first.Features!.Values.ToArray(), second.Features!.Values.ToArray());
        var file = Assert.Single(Directory.GetFiles(options.CacheFolder));
        var bytes = File.ReadAllBytes(file);
        bytes[40] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.False(FeaturePass.Run(RandomImages.Set(5, 1), _classifier, options).FromCache);
        File.WriteAllBytes(file, bytes[..30]);
        Assert.False(FeaturePass.Run(RandomImages.Set(5, 1), _classifier, options).FromCache);
    }

    [Fact]
    public void Given_other_images_another_order_or_another_card_the_cache_is_not_used()
    {
        var options = new FeaturePassOptions { CacheFolder = _folder.At("cache") };
        var images = RandomImages.Make(5, 1);
        bool Cached(IEnumerable<RgbImage> set, Classifier by) =>
            FeaturePass.Run(ImageSet.FromImages("image", set), by, options).FromCache;
        Assert.False(Cached(images, _classifier));
        Assert.False(Cached(images.Reverse(), _classifier));
        Assert.False(Cached(images[..4], _classifier));
        using var other = Classifier.Load(
            TinyClassifier.Write(
                _folder.Path,
                card => card["input"]!["mean"] = new System.Text.Json.Nodes.JsonArray(1, 2, 3)
            )
        );
        Assert.False(Cached(images, other));
        Assert.True(Cached(images, _classifier));
    }

    [Fact]
    public void Given_a_file_where_the_cache_folder_should_be_it_is_refused_before_any_image_is_decoded()
    {
        File.WriteAllText(_folder.At("cache"), "");
        File.WriteAllText(_folder.At("bad.png"), "no image");
        var options = new FeaturePassOptions { CacheFolder = _folder.At("cache") };
        var error = Assert.Throws<UsageException>(() =>
            FeaturePass.Run(ImageSet.FromFiles(_folder.At("bad.png")), _classifier, options)
        );
        Assert.Contains("is a file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_images_cut_to_a_centred_square_only_that_enters_and_the_cache_tells_them_apart()
    {
        var image = new RgbImage(12, 10);
        Array.Fill(image.Pixels, (byte)200);
        for (var y = 1; y < 9; y++)
        {
            image.Pixels.AsSpan(3 * ((y * 12) + 2), 3 * 8).Fill(40);
        }
        var set = ImageSet.FromImages("image", [image]);
        var options = new FeaturePassOptions { CacheFolder = _folder.At("cache") };
        var whole = FeaturePass.Run(set, _classifier, options);
        var cut = FeaturePass.Run(set.CenterCropped(8), _classifier, options);
        Assert.True(whole.Features!.Row(0)[0] > 60);
        Assert.Equal([40f, 40f, 40f], cut.Features!.Row(0).ToArray());
        Assert.True(FeaturePass.Run(set.CenterCropped(8), _classifier, options).FromCache);
        var error = Assert.Throws<UsageException>(() => FeaturePass.Run(set.CenterCropped(11), _classifier));
        Assert.Contains("image 0 has 12 x 10 pixels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_an_image_whose_output_is_NaN_the_first_such_image_is_named()
    {
        var path = TinyClassifier.Write(
            _folder.Path,
            card => card["input"]!["mean"] = new System.Text.Json.Nodes.JsonArray(50, 50, 50),
            root: true
        );
        using var classifier = Classifier.Load(path);
        var images = RandomImages.Make(9, 1, low: 60);
        Array.Fill(images[4].Pixels, (byte)10);
        Array.Fill(images[7].Pixels, (byte)10);
        var set = ImageSet.FromImages("sample", images);
        var message = Assert
            .Throws<InvalidContentException>(() =>
                FeaturePass.Run(set, classifier, new() { BatchSize = 2, Threads = 2 })
            )
            .Message;
        Assert.StartsWith("sample 4: logit 0", message, StringComparison.Ordinal);
        Assert.Contains("NaN", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_bad_image_file_the_first_one_is_named_and_nothing_is_cached()
    {
        var options = new FeaturePassOptions
        {
            CacheFolder = _folder.At("cache"),
            BatchSize = 1,
            Threads = 2,
        };
        var files = new List<string> { Repository.Sample("brick.png") };
        foreach (var name in new[] { "b.png", "c.png" })
        {
            File.WriteAllText(_folder.At(name), "no image");
            files.Add(_folder.At(name));
        }
        var message = Assert
            .Throws<InvalidContentException>(() => FeaturePass.Run(ImageSet.FromFiles(files), _classifier, options))
            .Message;
        Assert.Contains("b.png", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(options.CacheFolder));
    }

    [Fact]
    public void Given_progress_it_counts_to_the_end_and_cancellation_stops()
    {
        var seen = new List<int>();
        var options = new FeaturePassOptions { BatchSize = 2, Threads = 2 };
        _ = FeaturePass.Run(RandomImages.Set(9, 1), _classifier, options, seen.Add);
        Assert.Equal(seen.Order(), seen);
        Assert.Equal(9, seen[^1]);
        _ = Assert.ThrowsAny<OperationCanceledException>(() =>
            FeaturePass.Run(RandomImages.Set(9, 1), _classifier, options, null, new CancellationToken(canceled: true))
        );
    }

    [Theory]
    [InlineData(0, 1, "Batch size 0")]
    [InlineData(1, 0, "0 threads")]
    public void Given_bad_options_they_are_refused(int batch, int threads, string part)
    {
        var options = new FeaturePassOptions { BatchSize = batch, Threads = threads };
        var error = Assert.Throws<UsageException>(() => FeaturePass.Run(RandomImages.Set(1, 1), _classifier, options));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_no_image_the_pass_is_refused()
    {
        var error = Assert.Throws<UsageException>(() => FeaturePass.Run(RandomImages.Set(0, 1), _classifier));
        Assert.Contains("at least one", error.Message, StringComparison.Ordinal);
    }
}
