using System.Buffers;

namespace WFrame.Images.Geometry;

/// <summary>
/// Two-pass antialiased resizing, equal to Pillow's: rows first, then columns, each pass rounded and clipped to 8 bits;
/// a pass that does not change its size is skipped. Aliased resizing would change FID by whole points.
/// By hand, because no .NET library gives the bytes of Pillow, with which classifiers and reference values were made.
/// </summary>
public static class Resampler
{
    private const int Half = 1 << (ResampleWeights.FractionBits - 1);

    /// <summary>Resizes a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="size">Target height and width.</param>
    /// <param name="filter">Kernel.</param>
    public static RgbImage Resize(RgbImage image, ImageSize size, ResampleFilter filter) =>
        Resize(image, PixelBox.Whole(image), size, filter);

    /// <summary>Crops, then resizes; pixels outside the box have no influence.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="box">What to take of it.</param>
    /// <param name="size">Target height and width.</param>
    /// <param name="filter">Kernel.</param>
    /// <exception cref="ArgumentException">The box reaches outside the picture or is empty.</exception>
    internal static RgbImage Resize(RgbImage image, PixelBox box, ImageSize size, ResampleFilter filter)
    {
        if (
            box.Left < 0
            || box.Top < 0
            || box.Width < 1
            || box.Height < 1
            || box.Left + box.Width > image.Width
            || box.Top + box.Height > image.Height
        )
        {
            throw new ArgumentException($"{box} reaches outside {image.Width} x {image.Height} pixels.", nameof(box));
        }
        var result = new RgbImage(size.Width, size.Height);
        var rowBytes = 3 * size.Width;
        if (size.Height == box.Height)
        {
            ResizeRows(image, box, result.Pixels, size.Width, filter);
            return result;
        }
        var narrow = ArrayPool<byte>.Shared.Rent(checked(rowBytes * box.Height));
        try
        {
            ResizeRows(image, box, narrow, size.Width, filter);
            ResizeColumns(narrow, rowBytes, result, new ResampleWeights(filter, box.Height, size.Height));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(narrow);
        }
        return result;
    }

    private static void ResizeRows(RgbImage image, PixelBox box, Span<byte> target, int width, ResampleFilter filter)
    {
        var weights = width == box.Width ? null : new ResampleWeights(filter, box.Width, width);
        for (var y = 0; y < box.Height; y++)
        {
            var source = image.Row(box.Top + y).Slice(3 * box.Left, 3 * box.Width);
            var row = target.Slice(3 * width * y, 3 * width);
            if (weights is null)
            {
                source.CopyTo(row);
            }
            else
            {
                ResizeRow(source, row, weights);
            }
        }
    }

    /// <summary>One pixel is one vector (R, G, B and the next R, which is thrown away).</summary>
    private static void ResizeRow(ReadOnlySpan<byte> source, Span<byte> target, ResampleWeights weights)
    {
        ref var start = ref MemoryMarshal.GetReference(source);
        for (var i = 0; 3 * i < target.Length; i++)
        {
            var first = weights.First(i);
            var row = weights.Of(i);
            // The vector of the row's last pixel would read one byte too many.
            var safe = 3 * (first + row.Length) < source.Length ? row.Length : row.Length - 1;
            var sum = Vector128.Create(Half);
            for (var j = 0; j < safe; j++)
            {
                var pixel = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, 3 * (first + j)));
                sum += Widen(pixel) * row[j];
            }
            for (var j = safe; j < row.Length; j++)
            {
                var at = 3 * (first + j);
                sum += Vector128.Create(source[at], source[at + 1], source[at + 2], 0) * row[j];
            }
            sum >>= ResampleWeights.FractionBits;
            sum = Vector128.Min(Vector128.Max(sum, Vector128<int>.Zero), Vector128.Create(255));
            target[3 * i] = (byte)sum[0];
            target[(3 * i) + 1] = (byte)sum[1];
            target[(3 * i) + 2] = (byte)sum[2];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Widen(uint pixel) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(pixel).AsByte())).AsInt32();

    /// <summary>Whole rows are added up, so neighbouring columns share a vector.</summary>
    private static void ResizeColumns(ReadOnlySpan<byte> source, int rowBytes, RgbImage target, ResampleWeights weights)
    {
        var sums = ArrayPool<int>.Shared.Rent(rowBytes);
        try
        {
            var sum = sums.AsSpan(0, rowBytes);
            for (var y = 0; y < target.Height; y++)
            {
                sum.Fill(Half);
                var first = weights.First(y);
                var row = weights.Of(y);
                for (var j = 0; j < row.Length; j++)
                {
                    AddRow(source.Slice((first + j) * rowBytes, rowBytes), row[j], sum);
                }
                Clip(sum, target.Row(y));
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(sums);
        }
    }

    private static void AddRow(ReadOnlySpan<byte> source, int weight, Span<int> sum)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(sum);
        var i = 0;
        for (; i <= source.Length - 8; i += 8)
        {
            var bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, i))).AsByte();
            var wide = Vector256.WidenLower(Vector128.WidenLower(bytes).ToVector256()).AsInt32();
            ref var at = ref Unsafe.Add(ref to, i);
            (Vector256.LoadUnsafe(ref at) + (wide * weight)).StoreUnsafe(ref at);
        }
        for (; i < source.Length; i++)
        {
            sum[i] += source[i] * weight;
        }
    }

    private static void Clip(ReadOnlySpan<int> sum, Span<byte> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = (byte)Math.Clamp(sum[i] >> ResampleWeights.FractionBits, 0, 255);
        }
    }
}
