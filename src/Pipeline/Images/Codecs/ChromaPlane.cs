namespace WFrame.Images.Codecs;

/// <summary>
/// Brings a subsampled plane of a JPEG to the size of the picture as libjpeg does by default ("fancy", a triangle filter),
/// so that colours equal those of Pillow, OpenCV and browsers to the bit. Libraries for .NET repeat pixels instead, which
/// is off by one grey level on average, by 60 at edges, and changes every Inception feature.
/// </summary>
internal static class ChromaPlane
{
    /// <summary>Rows of the plane times <paramref name="fx"/> and <paramref name="fy"/>; the plane itself when both are 1.</summary>
    /// <param name="plane">Rows, at least <paramref name="height"/> of at least <paramref name="width"/>.</param>
    /// <param name="width">Columns that hold samples.</param>
    /// <param name="height">Rows that hold samples.</param>
    /// <param name="fx">Factor across.</param>
    /// <param name="fy">Factor down.</param>
    public static byte[][] Enlarge(byte[][] plane, int width, int height, int fx, int fy)
    {
        if (fx == 1 && fy == 1)
        {
            return plane;
        }
        var rows = new byte[height * fy][];
        for (var y = 0; y < rows.Length; y++)
        {
            var row = rows[y] = new byte[width * fx];
            var near = plane[y / fy];
            // Of two rows made from one, the upper leans on the row above, the lower on the row below.
            var far = plane[Math.Clamp((y / fy) + (y % fy == 0 ? -1 : 1), 0, height - 1)];
            switch (fx, fy)
            {
                case (2, 1) when width > 2:
                    Across(near, row, width);
                    break;
                case (2, 2) when width > 2:
                    Both(near, far, row, width);
                    break;
                case (1, 2):
                    Down(near, far, row, y % 2 == 0 ? 1 : 2);
                    break;
                default:
                    for (var x = 0; x < row.Length; x++)
                    {
                        row[x] = near[x / fx];
                    }
                    break;
            }
        }
        return rows;
    }

    private static void Across(byte[] near, byte[] row, int width)
    {
        row[0] = near[0];
        row[^1] = near[width - 1];
        for (var i = 0; i + 1 < width; i++)
        {
            row[(2 * i) + 1] = (byte)(((3 * near[i]) + near[i + 1] + 2) >> 2);
            row[(2 * i) + 2] = (byte)(((3 * near[i + 1]) + near[i] + 1) >> 2);
        }
    }

    private static void Down(byte[] near, byte[] far, byte[] row, int rounding)
    {
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = (byte)(((3 * near[i]) + far[i] + rounding) >> 2);
        }
    }

    private static void Both(byte[] near, byte[] far, byte[] row, int width)
    {
        row[0] = (byte)(((4 * Sum(0)) + 8) >> 4);
        var i = 0;
        for (; i + 1 + Vector128<ushort>.Count <= width; i += Vector128<ushort>.Count)
        {
            var (here, next) = (Sums(i), Sums(i + 1));
            var left = ((here * 3) + next + Vector128.Create((ushort)7)) >> 4;
            var right = ((next * 3) + here + Vector128.Create((ushort)8)) >> 4;
            (left | (right << 8)).AsByte().StoreUnsafe(ref row[(2 * i) + 1]);
        }
        for (; i + 1 < width; i++)
        {
            var (here, next) = (Sum(i), Sum(i + 1));
            row[(2 * i) + 1] = (byte)(((3 * here) + next + 7) >> 4);
            row[(2 * i) + 2] = (byte)(((3 * next) + here + 8) >> 4);
        }
        row[^1] = (byte)(((4 * Sum(width - 1)) + 7) >> 4);

        int Sum(int at) => (3 * near[at]) + far[at];
        Vector128<ushort> Sums(int at) => (Wide(near, at) * 3) + Wide(far, at);
    }

    /// <summary>Eight samples.</summary>
    private static Vector128<ushort> Wide(byte[] row, int at) =>
        Vector128.WidenLower(Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref row[at])).AsByte());
}
