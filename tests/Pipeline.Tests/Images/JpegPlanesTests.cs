using FsCheck.Xunit;
using WFrame.Images.Codecs;

namespace WFrame.Pipeline.Tests.Images;

/// <summary>Pixels that are converted several at a time are those of libjpeg's formulas, whatever is left at the end of a row.</summary>
public class JpegPlanesTests
{
    [Property(MaxTest = 300)]
    public bool Given_any_row_when_its_colours_are_converted_then_each_pixel_is_that_of_the_formula(
        byte width,
        int seed
    )
    {
        var length = 1 + (width % 70);
        var planes = Rows(3, length + 16, seed);
        var row = new byte[3 * length];

        for (var x = YcbcrRow.Convert(planes[0], planes[1], planes[2], row); x < length; x++)
        {
            (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]) = (planes[0][x], planes[1][x], planes[2][x]);
            YcbcrRow.ToRgb(row.AsSpan(3 * x, 3));
        }

        return row.SequenceEqual(Enumerable.Range(0, length).SelectMany(Expected));

        byte[] Expected(int x)
        {
            var (y, b, r) = (planes[0][x], planes[1][x] - 128, planes[2][x] - 128);
            return
            [
                Clip(y + Share(Fixed(1.40200) * r)),
                Clip(y + Share((-Fixed(0.34414) * b) - (Fixed(0.71414) * r))),
                Clip(y + Share(Fixed(1.77200) * b)),
            ];
        }

        static int Fixed(double value) => (int)((value * 65536) + 0.5);
        static int Share(int value) => (int)Math.Floor((value / 65536.0) + 0.5);
        static byte Clip(int value) => (byte)Math.Clamp(value, 0, 255);
    }

    [Property(MaxTest = 300)]
    public bool Given_any_plane_of_half_the_size_when_enlarged_then_each_sample_is_a_triangle_of_four(
        byte columns,
        byte rows,
        int seed
    )
    {
        var (width, height) = (3 + (columns % 40), 1 + (rows % 6));
        var plane = Rows(height, width + 16, seed);

        var large = new ChromaPlane(plane, width, height, Across: 2, Down: 2);

        return Enumerable
            .Range(0, 2 * height)
            .All(y =>
                large
                    .Row(y, new byte[2 * width])
                    .SequenceEqual(Enumerable.Range(0, 2 * width).Select(x => Expected(x, y, plane, width, height)))
            );
    }

    /// <summary>9:3:3:1 of the nearest samples; libjpeg rounds left samples by 8 and right ones by 7.</summary>
    private static byte Expected(int x, int y, byte[][] plane, int width, int height)
    {
        var (left, above) = (x % 2 == 0, y % 2 == 0);
        var beside = Math.Clamp((x / 2) + (left ? -1 : 1), 0, width - 1);
        var over = Math.Clamp((y / 2) + (above ? -1 : 1), 0, height - 1);
        var near = (3 * plane[y / 2][x / 2]) + plane[over][x / 2];
        var far = (3 * plane[y / 2][beside]) + plane[over][beside];
        return (byte)(((3 * near) + far + (left ? 8 : 7)) >> 4);
    }

    private static byte[][] Rows(int count, int length, int seed)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, count).Select(_ => new byte[length]).ToArray();
        foreach (var row in rows)
        {
            random.NextBytes(row);
        }
        return rows;
    }
}
