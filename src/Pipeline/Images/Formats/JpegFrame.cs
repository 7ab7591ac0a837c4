namespace WFrame.Images.Formats;

/// <summary>The frame header of a JPEG: size, kind, and how each colour component is sampled.</summary>
internal sealed class JpegFrame
{
    private const int BlockSide = 8;

    private readonly (byte Id, int Across, int Down)[] _components;
    private readonly int _across;
    private readonly int _down;

    private JpegFrame(ImageHeader header, bool sequential, (byte Id, int Across, int Down)[] components)
    {
        (Header, IsSequential, _components) = (header, sequential, components);
        (_across, _down) = (components.Max(c => c.Across), components.Max(c => c.Down));
    }

    /// <summary>Size; orientation not known yet.</summary>
    public ImageHeader Header { get; }

    /// <summary>All coefficients of a block in one scan; false: progressive.</summary>
    public bool IsSequential { get; }

    /// <exception cref="BadImageException">A kind that is not read, or impossible values.</exception>
    public static JpegFrame Read(int marker, ReadOnlySpan<byte> segment, int limit)
    {
        if (marker > 0xC2)
        {
            throw BadImageException.Unsupported($"is a JPEG of a rare kind (frame FF {marker:X2})");
        }
        if (segment.Length < 6)
        {
            throw BadImageException.Corrupt("its JPEG frame header is too short");
        }
        if (segment[0] != 8)
        {
            throw BadImageException.Unsupported($"is a JPEG of {segment[0]} bits a sample");
        }
        var (height, width, count) = (ByteReader.U16Big(segment, 1), ByteReader.U16Big(segment, 3), segment[5]);
        ImageHeader.CheckSize(width, height, limit);
        if (count is not (1 or 3 or 4) || segment.Length < 6 + (3 * count))
        {
            throw BadImageException.Corrupt($"its JPEG frame header claims {count} colour components");
        }
        var components = new (byte Id, int Across, int Down)[count];
        for (var i = 0; i < count; i++)
        {
            var sampling = segment[7 + (3 * i)];
            components[i] = (segment[6 + (3 * i)], sampling >> 4, sampling & 15);
            if (components[i] is not { Across: >= 1 and <= 4, Down: >= 1 and <= 4 })
            {
                throw BadImageException.Corrupt($"its JPEG frame header claims a sampling of {sampling:X2}");
            }
        }
        return new JpegFrame(new ImageHeader(width, height, 1), marker != 0xC2, components);
    }

    /// <summary>How often a component is sampled; null where the frame has no such component.</summary>
    public (int Across, int Down)? Sampling(byte id) =>
        Array.FindIndex(_components, c => c.Id == id) is var i and >= 0
            ? (_components[i].Across, _components[i].Down)
            : null;

    /// <summary>Units of a scan of several components: each covers the picture's largest sampling.</summary>
    public int Units() => Ceiling(Header.Width, BlockSide * _across) * Ceiling(Header.Height, BlockSide * _down);

    /// <summary>Units of a scan of one component: its own blocks.</summary>
    public int Units((int Across, int Down) sampling) =>
        Ceiling(Ceiling(Header.Width * sampling.Across, _across), BlockSide)
        * Ceiling(Ceiling(Header.Height * sampling.Down, _down), BlockSide);

    private static int Ceiling(int value, int divisor) => (value + divisor - 1) / divisor;
}
