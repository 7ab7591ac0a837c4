using WFrame.Cpu.Kernels;

namespace WFrame.Cpu.Layout;

/// <summary>
/// Images with a frame of one zero pixel, or of the pixel across the edge, rows of the colours interleaved, [image][row][colour][column]: the 27 inputs
/// of a pixel are then 9 runs of 3 at equal distances.
/// </summary>
internal sealed unsafe class FramedImages : IDisposable
{
    private readonly NativeBuffer _values;
    private readonly int _length;

    private readonly Tiling _tiling;

    public FramedImages(ImageSize size, int images, Tiling tiling)
    {
        (Size, _tiling) = (size, tiling);
        LineLength = size.Width + 2;
        _length = checked((size.Height + 2) * DirectKernel.Colours * LineLength);
        _values = NativeBuffer.OfFloats((long)images * _length);
    }

    public ImageSize Size { get; }

    /// <summary>Floats from one line (row and colour) to the next.</summary>
    public int LineLength { get; }

    public long Bytes => _values.Bytes;

    /// <summary>The first of the nine lines around a row of an image, at column -1.</summary>
    public float* Line(int image, int row) =>
        _values.Floats + ((long)image * _length) + (row * DirectKernel.Colours * LineLength);

    /// <summary>Copies an image [3,H,W] into the frame.</summary>
    public void Set(int image, ReadOnlySpan<float> pixels)
    {
        for (var colour = 0; colour < DirectKernel.Colours; colour++)
        {
            for (var row = 0; row < Size.Height; row++)
            {
                var line = Line(image, row + 1) + (colour * LineLength) + 1;
                var from = ((colour * Size.Height) + row) * Size.Width;
                pixels.Slice(from, Size.Width).CopyTo(new Span<float>(line, Size.Width));
                if (_tiling.WrapsX())
                {
                    (line[-1], line[Size.Width]) = (line[Size.Width - 1], line[0]);
                }
            }
        }
        if (_tiling.WrapsY())
        {
            var row = DirectKernel.Colours * LineLength;
            new Span<float>(Line(image, Size.Height), row).CopyTo(new Span<float>(Line(image, 0), row));
            new Span<float>(Line(image, 1), row).CopyTo(new Span<float>(Line(image, Size.Height + 1), row));
        }
    }

    public void Dispose() => _values.Dispose();
}
