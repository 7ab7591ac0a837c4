using WFrame.Engines;
using WFrame.Noise;
using WFrame.Textures;

namespace WFrame.Completion;

/// <summary>Fills a hole of a texture from coarse to fine, with statistics learned from the part around it.</summary>
internal sealed class TextureCompletion
{
    /// <summary>
    /// Pixels around the hole that are read while it is filled: a response that a pixel of the hole has part in sees 36 px
    /// beyond it, and the deepest layer's lie on a grid of 4.
    /// </summary>
    private const int Margin = 40;

    /// <summary>Side of the part that is learned from, where there is so much.</summary>
    private const int Learned = 384;

    private const int MostLevels = 4;
    private const int LeastSide = 40;
    private const int LeastDeepSide = 64;
    private const double Start = 0.3;

    private readonly PixelBatch _image;
    private readonly (int Top, int Left, ImageSize Size) _canvas;
    private readonly List<(PixelBatch Image, Hole Hole, KnownStatistics Known)> _levels = [];

    /// <param name="engine">Reads the known part; runs a trunk of VGG form with averaging pools.</param>
    /// <param name="image">[1,3,H,W]; what the hole holds does not matter.</param>
    /// <param name="hole">What is to be filled.</param>
    /// <param name="cancellation">Checked between levels.</param>
    public TextureCompletion(IEnergyEngine engine, PixelBatch image, Hole hole, CancellationToken cancellation)
    {
        _image = image.Clone();
        HarmonicFill.Fill(_image.Values.Span, hole);
        _canvas = Around(hole, Margin, 0);
        var learned = Around(hole, Margin, Learned);
        var (known, its) = (Part(_image, learned), hole.Part(learned.Top, learned.Left, learned.Size));
        var (canvas, filled) = (Part(_image, _canvas), hole.Part(_canvas.Top, _canvas.Left, _canvas.Size));
        for (var level = 0; level < MostLevels; level++)
        {
            cancellation.ThrowIfCancellationRequested();
            var side = Math.Min(canvas.Size.Height, canvas.Size.Width);
            if (
                level > 0
                && (side < LeastSide || its.Count == its.Pixels.Length || filled.Count == filled.Pixels.Length)
            )
            {
                break;
            }
            var layers = side >= LeastDeepSide ? TexturePlan.Deep : TexturePlan.Shallow;
            _levels.Add((canvas, filled, KnownStatistics.Read(engine, known, its, layers, cancellation)));
            (known, its) = (Pyramid.Halve(known, wraps: false), its.Halve());
            (canvas, filled) = (Pyramid.Halve(canvas, wraps: false), filled.Halve());
        }
    }

    /// <summary>One filling; others have another number, and may be made at the same time on engines of their own.</summary>
    /// <param name="engine">Runs the same trunk.</param>
    /// <param name="seed">Seed of the noise.</param>
    /// <param name="number">Which filling.</param>
    /// <param name="cancellation">Checked every step.</param>
    /// <returns>The image, [1,3,H,W], and the error of the hole's statistics.</returns>
    public (PixelBatch Image, double Error) Fill(
        IEnergyEngine engine,
        ulong seed,
        int number,
        CancellationToken cancellation
    )
    {
        var noise = new PhiloxNoise(seed);
        PixelBatch? coarse = null;
        var error = 0.0;
        for (var level = _levels.Count - 1; level >= 0; level--)
        {
            var (start, hole, known) = _levels[level];
            var (image, chain) = (start.Clone(), new ChainId(level, number));
            if (coarse is null)
            {
                Roughen(image, hole, known, noise, chain);
            }
            else
            {
                hole.Copy(Pyramid.Enlarge(coarse, image.Size).Values.Span, image.Values.Span);
            }
            var learning = new CompletionChain(engine, known, image, hole);
            learning.Run(noise, chain, Iterations(level), cancellation);
            (coarse, error) = (image, learning.Error);
        }
        return (Inserted(coarse!), error);
    }

    /// <summary>The finest level takes most of the time, and starts near to where it ends.</summary>
    private int Iterations(int level) =>
        level == _levels.Count - 1 ? 40
        : level == 0 ? 14
        : 16;

    private static void Roughen(PixelBatch image, Hole hole, KnownStatistics known, PhiloxNoise noise, ChainId chain)
    {
        var z = new float[image.Size.Dimension];
        var x = image.Values.Span;
        noise.Fill(chain, 0, 0, z);
        new ColourMetric(known.Covariance).ApplyRoot(z);
        for (var i = 0; i < z.Length; i++)
        {
            z[i] = x[i] + (float)(2 * Start * known.Contrast * z[i]);
        }
        hole.Copy(z, x);
    }

    private PixelBatch Inserted(PixelBatch canvas)
    {
        var result = _image.Clone();
        var (top, left, size) = _canvas;
        for (var line = 0; line < 3 * size.Height; line++)
        {
            var row = (line / size.Height * _image.Size.Height) + top + (line % size.Height);
            canvas
                .Values.Span.Slice(line * size.Width, size.Width)
                .CopyTo(result.Values.Span.Slice((row * _image.Size.Width) + left, size.Width));
        }
        return result;
    }

    private static PixelBatch Part(PixelBatch image, (int Top, int Left, ImageSize Size) box) =>
        Pyramid.Part(image, box.Top, box.Left, box.Size);

    /// <summary>A rectangle around the hole whose sides all levels share evenly, the pools' grid of the three finest too.</summary>
    private static (int Top, int Left, ImageSize Size) Around(Hole hole, int margin, int least)
    {
        const int Multiple = 4 << (MostLevels - 2);
        int[] inside = [.. Enumerable.Range(0, hole.Pixels.Length).Where(i => hole.Pixels[i])];
        var (width, height) = (hole.Size.Width, hole.Size.Height);
        var (top, rows) = Side(inside.Min(i => i / width), inside.Max(i => i / width), height);
        var (left, columns) = Side(inside.Min(i => i % width), inside.Max(i => i % width), width);
        return (top, left, new ImageSize(rows, columns));

        (int Start, int Length) Side(int first, int last, int all)
        {
            var length = Math.Max(last + 1 - first + (2 * margin), least);
            length = (length + Multiple - 1) / Multiple * Multiple;
            if (length >= all)
            {
                return (0, all);
            }
            return (Math.Clamp(((first + last) / 2) - (length / 2), 0, all - length), length);
        }
    }
}
