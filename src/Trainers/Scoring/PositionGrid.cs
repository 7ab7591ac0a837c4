using WFrame.Graphs;
using WFrame.Responses;
using WFrame.Scoring.Shapes;
using WFrame.Trunks;

namespace WFrame.Scoring;

/// <summary>The positions of an image at which a texture is looked at: every second pixel, read from a mirrored image.</summary>
/// <param name="Image">Size of the image.</param>
internal readonly record struct PositionGrid(ImageSize Image)
{
    private const int Spacing = 2;
    private const int MostMargin = 8;

    /// <summary>Rows and columns that are mirrored beyond each edge.</summary>
    public (int Y, int X) Margin => (Math.Min(MostMargin, Image.Height - 1), Math.Min(MostMargin, Image.Width - 1));

    /// <summary>Size of the image with them.</summary>
    public ImageSize Mirrored => new(Image.Height + (2 * Margin.Y), Image.Width + (2 * Margin.X));

    /// <summary>Rows and columns of positions.</summary>
    public ImageSize Size => new((Image.Height + 1) / Spacing, (Image.Width + 1) / Spacing);

    /// <summary>The row or column of an image that one beyond its edge mirrors, at most its side less one away.</summary>
    public static int Mirror(int i, int side) =>
        i < 0 ? -i
        : i >= side ? (2 * side) - 2 - i
        : i;

    /// <summary>First pixel of a position, in rows or columns.</summary>
    public static int Start(int cell) => Spacing * cell;

    /// <summary>Where a position lies in the mirrored image, in pixels from its edge.</summary>
    public static float Centre(int cell, int margin) => (Spacing * (cell + 0.5f)) + margin;

    /// <summary>The layers that are read of a mirrored image: of each resolution the last.</summary>
    public ResponseLayout Layout(Trunk trunk) =>
        trunk.Layout(Mirrored, [.. Layers(trunk).Select(layer => new Tap(layer, ThetaForm.Filter))]);

    /// <summary>The last layer before the resolution changes, and the last of all.</summary>
    public static HashSet<string> Layers(Trunk trunk)
    {
        var sizes = trunk.Layout(
            new ImageSize(256, 256),
            [.. trunk.Taps.Select(tap => new Tap(tap.Layer, ThetaForm.Filter))]
        );
        return [.. sizes.Taps.GroupBy(tap => tap.Height).Select(same => same.Last().Layer)];
    }

    /// <summary>What <see cref="PositionFeatures"/> does, for a graph.</summary>
    /// <param name="trunk">The trunk.</param>
    /// <param name="textures">Of each component.</param>
    public TextureReading Reading(Trunk trunk, IReadOnlyList<TextureStatistics> textures)
    {
        var (layout, mirrored, margin, size) = (Layout(trunk), Mirrored, Margin, Size);
        var maps = layout.Taps.Select(tap => new ImageSize(tap.Height, tap.Width)).Append(mirrored);
        return new TextureReading(
            margin,
            [.. layout.Taps.Select(tap => tap.LayerIndex)],
            size,
            [
                .. maps.Select(map => new GridReading(
                    map,
                    Smoothed(size.Height, margin.Y, mirrored.Height, map.Height),
                    Transposed(Smoothed(size.Width, margin.X, mirrored.Width, map.Width), map.Width)
                )),
            ],
            [.. textures.Select(texture => (texture.Spread.Mean, texture.Spread.Whitening))],
            FlatShape.Fits(Image) && textures.All(texture => texture.Shapes is not null)
                ? FlatShapes.Reading([.. textures.Select(texture => texture.Shapes!)])
                : null
        );
    }

    /// <summary>[cells, values]: the values of a map between which each cell lies, and of these the smoothed ones.</summary>
    private static float[] Smoothed(int cells, int margin, int pixels, int values)
    {
        var weights = GridSmoothing.Weights;
        var result = new float[cells * values];
        var reach = weights.Length / 2;
        for (var cell = 0; cell < cells; cell++)
        {
            var row = result.AsSpan(cell * values, values);
            for (var d = -reach; d <= reach; d++)
            {
                var beside = Math.Clamp(cell + d, 0, cells - 1);
                var (first, second, share) = Bilinear.Between(Centre(beside, margin), pixels, values);
                row[first] += weights[d + reach] * (1 - share);
                row[second] += weights[d + reach] * share;
            }
        }
        return result;
    }

    private static float[] Transposed(float[] matrix, int columns)
    {
        var rows = matrix.Length / columns;
        return [.. Enumerable.Range(0, matrix.Length).Select(i => matrix[(i % rows * columns) + (i / rows)])];
    }
}
