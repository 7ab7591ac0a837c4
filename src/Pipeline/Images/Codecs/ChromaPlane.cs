namespace WFrame.Images.Codecs;

/// <summary>
/// Brings a subsampled plane of a JPEG to the size of the picture as libjpeg does by default ("fancy", a triangle filter),
/// so that colours equal those of Pillow, OpenCV and browsers to the bit. Libraries for .NET repeat pixels instead, which
/// is off by one grey level on average, by 60 at edges, and changes every Inception feature.
/// </summary>
/// <param name="Samples">Rows, at least <paramref name="Height"/> of at least <paramref name="Width"/>.</param>
/// <param name="Width">Columns that hold samples.</param>
/// <param name="Height">Rows that hold samples.</param>
/// <param name="Across">Columns of the picture for each.</param>
/// <param name="Down">Rows of the picture for each.</param>
internal readonly record struct ChromaPlane(byte[][] Samples, int Width, int Height, int Across, int Down)
{
    /// <summary>Values of a row of the picture: those of the plane where it is as large, else <paramref name="row"/>.</summary>
    /// <param name="y">The row.</param>
    /// <param name="row">At least <see cref="Width"/> times <see cref="Across"/> values.</param>
    public byte[] Row(int y, byte[] row)
    {
        var near = Samples[y / Down];
        if (Across == 1 && Down == 1)
        {
            return near;
        }
        // Of two rows made from one, the upper leans on the row above, the lower on the row below.
        var far = Samples[Math.Clamp((y / Down) + (y % Down == 0 ? -1 : 1), 0, Height - 1)];
        var values = row.AsSpan(0, Width * Across);
        switch (Across, Down)
        {
            case (2, 1) when Width > 2:
                Wider(near, values, Width);
                break;
            case (2, 2) when Width > 2:
                Larger(near, far, values, Width);
                break;
            case (1, 2):
                Between(near, far, values, y % 2 == 0 ? 1 : 2);
                break;
            default:
                for (var x = 0; x < values.Length; x++)
                {
                    values[x] = near[x / Across];
                }
                break;
        }
        return row;
    }

    private static void Wider(byte[] near, Span<byte> row, int width)
    {
        row[0] = near[0];
        row[^1] = near[width - 1];
        for (var i = 0; i + 1 < width; i++)
        {
            row[(2 * i) + 1] = (byte)(((3 * near[i]) + near[i + 1] + 2) >> 2);
            row[(2 * i) + 2] = (byte)(((3 * near[i + 1]) + near[i] + 1) >> 2);
        }
    }

    private static void Between(byte[] near, byte[] far, Span<byte> row, int rounding)
    {
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = (byte)(((3 * near[i]) + far[i] + rounding) >> 2);
        }
    }

    private static void Larger(byte[] near, byte[] far, Span<byte> row, int width)
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
        Vector128.WidenLower(Vector128.CreateScalar(MemoryMarshal.Read<ulong>(row.AsSpan(at))).AsByte());
}
