using WFrame.Images;
using WFrame.Images.Sources;

namespace WFrame.Bench;

/// <summary>What decoding costs, and what share of a training that is: pictures are read once, steps are taken for minutes.</summary>
internal static class QuickDecode
{
    private const int Rounds = 9;

    /// <param name="images">A folder of photographs.</param>
    public static BenchReport Run(string images)
    {
        var report = new BenchReport("decode", "picture", "megapixels", "ms", "ms a megapixel");
        var entries = ImageSource.Expand([images]);
        var total = 0.0;
        foreach (var entry in entries)
        {
            RgbImage picture = null!;
            var least = Stopwatching.Least(Rounds, () => picture = entry.Decode());
            var megapixels = picture.Width * picture.Height / 1e6;
            total += least;
            report.Add(
                $"{Path.GetFileName(entry.Name)}",
                $"{megapixels:f2}",
                $"{least:f1}",
                $"{least / megapixels:f1}"
            );
        }
        var options = new PixelOptions { Size = new ImageSize(64, 64) };
        var together = Stopwatching.Least(Rounds, () => WFrameImages.Load(images, options));
        var observed = WFrameImages.Load(images, options);
        using var trainer = new WFrameTrainer(new WFrameOptions { Iterations = 4, Steps = 20 });
        var training = 10 * Stopwatching.Milliseconds(() => trainer.Fit(observed));
        report.Note(
            $"{entries.Count} pictures one by one {total:f0} ms; loaded side by side at 64 px {together:f0} ms, {together / training:p1} of a training of 40 iterations of 20 steps ({training / 1000:f0} s)."
        );
        return report;
    }
}
