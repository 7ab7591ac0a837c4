using System.Text.RegularExpressions;
using WFrame.Images;
using WFrame.Images.Decoding;
using WFrame.Images.Geometry;
using WFrame.Images.Writing;
using WFrame.Reports;

namespace WFrame.Runs;

/// <summary>The pictures of report.html. However long or large a run, they take a few MB in all.</summary>
internal static partial class ReportPictures
{
    /// <summary>Pictures under the slider; of many the first, the last and those evenly between.</summary>
    public const int MostSlides = 16;

    /// <summary>Samples shown beside their nearest training image, of all components together.</summary>
    public const int MostPairs = 36;

    /// <summary>Bytes of the PNG files of one section, about.</summary>
    private const int MostBytes = 4_000_000;

    /// <summary>Components with pictures of their own.</summary>
    private const int MostComponents = 10;

    /// <summary>Observed images and samples, then each sample with the training image that it is most like.</summary>
    public static void Samples(HtmlPage page, TrainingPlan plan, WFrameModel model)
    {
        var components = model.Components.Take(MostComponents).ToArray();
        var each = Math.Max(1, MostPairs / components.Length);
        // Observed, sampled, and two of a pair.
        var side = (int)
            Math.Sqrt(MostBytes / 3.0 / Math.Min(MostPairs, components.Sum(c => Math.Min(each, c.Chains.Count))) / 2);
        for (var k = 0; k < components.Length; k++)
        {
            var (component, observed) = (components[k], plan.Components[k].Observed);
            if (model.Components.Count > 1)
            {
                page.Part(component.Name);
            }
            var samples = Pictures(component.Chains, each, plan.Trunk.Mean, side);
            page.Beside([
                (Count(observed.Count, each, "training image"), Sheet(Pictures(observed, each, plan.Trunk.Mean, side))),
                (Count(component.Chains.Count, each, "synthesised image"), Sheet(samples)),
            ]);
            page.Text(
                "Each synthesised image (left) beside the training image nearest to it (right), by the rms of the difference of all pixels, in grey levels of 0..255. Values near 0 are copies."
            );
            page.Pairs(
                samples.Select(
                    (sample, i) =>
                    {
                        var (index, rms) = NearestImage.Of(component.Chains.Image(i).Span, observed);
                        return (
                            Invariant($"{i:00}: {rms:0.0} from training image {index:00}"),
                            $"synthesised image {i:00} of {component.Name}",
                            PngWriter.Encode(sample),
                            $"training image {index:00} of {component.Name}",
                            PngWriter.Encode(Shrunk(PngWriter.ToImage(observed, index, plan.Trunk.Mean), side))
                        );
                    }
                )
            );
        }
        if (model.Components.Count > components.Length)
        {
            page.Text(
                $"The first {components.Length} of {model.Components.Count} models are shown; samples/final holds all."
            );
        }
    }

    /// <summary>The contact sheets of a run with their iterations, those of its coarser levels first.</summary>
    /// <param name="run">The run.</param>
    /// <param name="seen">Sheets as they were shown before, by path; those that are new are added.</param>
    public static IReadOnlyList<(string Caption, byte[] Png)> Slides(RunFolder run, Dictionary<string, byte[]> seen)
    {
        var coarser = run.Coarser;
        var sheets = coarser
            .Select(level => (Run: level, At: $"{Path.GetFileName(level.Path)} px, "))
            .Append((Run: run, At: coarser.Count > 0 ? "full size, " : ""))
            .SelectMany(level =>
                level
                    .Run.Sheets.Select(path => (Path: path, Iteration: Iteration(path), level.At))
                    .OrderBy(s => s.Iteration)
            )
            .ToArray();
        var shown = Math.Min(MostSlides, sheets.Length);
        return
        [
            .. Enumerable
                .Range(0, shown)
                .Select(i => sheets[shown == 1 ? 0 : (int)Math.Round((double)i * (sheets.Length - 1) / (shown - 1))])
                .Select(s =>
                    (
                        Invariant($"{s.At}iteration {s.Iteration}"),
                        seen.TryGetValue(s.Path, out var png) ? png : seen[s.Path] = Bounded(s.Path)
                    )
                ),
        ];
    }

    private static int Iteration(string path) =>
        int.TryParse(Digits().Match(Path.GetFileName(path)).Value, CultureInfo.InvariantCulture, out var iteration)
            ? iteration
            : 0;

    /// <summary>The file as it is, or a smaller picture where it has too many bytes.</summary>
    private static byte[] Bounded(string path)
    {
        const int Most = MostBytes / MostSlides;
        var png = File.ReadAllBytes(path);
        var image = png.Length > Most ? ImageDecoder.Decode(png, path) : null;
        while (image is not null && png.Length > Most && Math.Min(image.Width, image.Height) > 1)
        {
            // Bytes follow the area; a shrunken picture has more of them a pixel.
            var scale = 0.9 * Math.Sqrt((double)Most / png.Length);
            image = Shrunk(image, (int)(scale * Math.Max(image.Width, image.Height)));
            png = PngWriter.Encode(image);
        }
        return png;
    }

    private static RgbImage[] Pictures(PixelBatch batch, int most, IReadOnlyList<float> mean, int side) =>
        [
            .. Enumerable
                .Range(0, Math.Min(most, batch.Count))
                .Select(i => Shrunk(PngWriter.ToImage(batch, i, mean), side)),
        ];

    private static byte[] Sheet(RgbImage[] pictures) =>
        PngWriter.Encode(ContactSheet.Make(pictures, scale: RunPictures.Scale(pictures[0].Height, pictures[0].Width)));

    private static RgbImage Shrunk(RgbImage image, int side)
    {
        var scale = (double)side / Math.Max(image.Width, image.Height);
        return scale >= 1
            ? image
            : Resampler.Resize(
                image,
                new ImageSize(Math.Max(1, (int)(image.Height * scale)), Math.Max(1, (int)(image.Width * scale))),
                ResampleFilter.Bilinear
            );
    }

    private static string Count(int count, int most, string what) =>
        Invariant($"{(count > most ? $"first {most} of " : "")}{count} {what}{(count == 1 ? "" : "s")}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
