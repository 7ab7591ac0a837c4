using WFrame.Engines;
using WFrame.Noise;

namespace WFrame.Scoring;

/// <summary>
/// Images of a texture with areas that are not of it, for learning in which directions a defect departs: flat, smoothed,
/// tinted, grainy or enlarged ellipses from roundish to line-like, one for every 64 x 64 pixels of an image. Which one an
/// image gets follows from its number alone.
/// </summary>
/// <param name="mean">The channels' means that were subtracted from pixels of 0..255.</param>
internal sealed class PaintedDepartures(IReadOnlyList<float> mean)
{
    private const int Tile = 64;

    /// <summary>Areas that are painted in all; more hardly tell more.</summary>
    private const int Areas = 108;

    private const int Fewest = 10;
    private const int Kinds = 5;

    private readonly CounterRandom _places = new(1, RandomPurpose.Selection);
    private readonly PhiloxNoise _noise = new(1, purpose: RandomPurpose.Selection);

    /// <summary>How many images are painted of so many pixels.</summary>
    public static int Count(ImageSize size) => Math.Clamp(Areas * Tile * Tile / size.Area, Fewest, Areas);

    /// <summary>Image <paramref name="number"/> of <see cref="Count"/>, and which of its pixels were painted over.</summary>
    /// <param name="images">[N,3,H,W]; each in turn is painted over.</param>
    /// <param name="number">0-based.</param>
    public (PixelBatch Image, bool[] Painted) Paint(PixelBatch images, int number)
    {
        var result = images.Slice(number % images.Count, 1).Clone();
        var painted = new bool[images.Size.Area];
        for (var area = 0; area < Math.Max(1, images.Size.Area / (Tile * Tile)); area++)
        {
            // Each image gets every kind in turn, however many images there are.
            var kind = ((number / images.Count) + (number % images.Count) + area) % Kinds;
            PaintArea(result, painted, kind, number, area);
        }
        return (result, painted);
    }

    private void PaintArea(PixelBatch image, bool[] painted, int kind, int number, int area)
    {
        var (width, height) = (image.Size.Width, image.Size.Height);
        var size = new ImageSize(Math.Min(Tile, height), Math.Min(Tile, width));
        var (top, left) = ((int)(Place(0) * (height - size.Height + 1)), (int)(Place(1) * (width - size.Width + 1)));
        var numbers = new float[8];
        _noise.Fill(new ChainId(0, number), 0, area, numbers);
        var own = Tiles.Cut(image, top, left, size);
        var cover = Ellipse(size, Place(2), Place(3), Math.PI * Place(4), numbers[0], numbers[1]);
        var other = Other(own, size, kind, numbers, new ChainId(1, number), area);
        for (var i = 0; i < own.Length; i++)
        {
            var (p, c) = (i / 3, i % 3);
            if (cover[p] == 0)
            {
                continue;
            }
            var at = ((top + (p / size.Width)) * width) + left + (p % size.Width);
            ref var value = ref image.Values.Span[(c * image.Size.Area) + at];
            value = Math.Clamp(value + (cover[p] * (other[i] - value)), -mean[c], 255 - mean[c]);
            painted[at] |= cover[p] >= 0.5f;
        }

        double Place(int element) => _places.Uniform(2, number, 0, area, element);
    }

    /// <summary>Share of each pixel that an ellipse covers, its edge a pixel wide; radii of about 7 px, stretched.</summary>
    private static float[] Ellipse(
        ImageSize size,
        double down,
        double across,
        double angle,
        float radius,
        float stretch
    )
    {
        var unit = Math.Min(1, Math.Min(size.Height, size.Width) / (double)Tile);
        var (r, s) = (7 * unit * Math.Exp(0.35 * radius), Math.Exp(0.9 * stretch));
        var (a, b, sin, cos) = (r * s, Math.Max(1, r / s), Math.Sin(angle), Math.Cos(angle));
        var result = new float[size.Area];
        for (var p = 0; p < result.Length; p++)
        {
            var (y, x) = (
                (p / size.Width) + 0.5 - (down * size.Height),
                (p % size.Width) + 0.5 - (across * size.Width)
            );
            var (u, v) = (((x * cos) + (y * sin)) / a, ((y * cos) - (x * sin)) / b);
            var inside = (1 - Math.Sqrt((u * u) + (v * v))) * Math.Min(a, b);
            result[p] = (float)Math.Clamp(inside + 0.5, 0, 1);
        }
        return result;
    }

    /// <summary>What is painted, [positions,3].</summary>
    private float[] Other(float[] own, ImageSize size, int kind, float[] numbers, ChainId chain, int area)
    {
        var (means, contrasts) = Tiles.Statistics(own);
        return kind switch
        {
            0 => Each((_, c) => means[c] + (contrasts[c] * ((1.5f * numbers[2]) + (0.3f * numbers[5 + c])))),
            1 => Tiles.Smooth(own, size, 2 + (int)(3 * Math.Abs(numbers[2]))),
            2 => Each((i, c) => own[i] + (0.5f * contrasts[c] * numbers[5 + c])),
            3 => Grain(),
            _ => Tiles.Enlarge(own, size),
        };

        float[] Each(Func<int, int, float> of) => [.. Enumerable.Range(0, own.Length).Select(i => of(i, i % 3))];

        float[] Grain()
        {
            var grain = new float[own.Length];
            _noise.Fill(chain, 0, area, grain);
            grain = Tiles.Smooth(grain, size, (int)(2 * Math.Abs(numbers[2])));
            var (_, strength) = Tiles.Statistics(grain);
            return Each((i, c) => means[c] + (contrasts[c] / strength[c] * grain[i]));
        }
    }
}
