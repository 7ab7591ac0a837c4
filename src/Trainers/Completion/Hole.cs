namespace WFrame.Completion;

/// <summary>Which pixels of an image are to be filled, row by row.</summary>
internal sealed class Hole
{
    /// <param name="size">Size of the image.</param>
    /// <param name="pixels">Whether each is to be filled, [H,W].</param>
    public Hole(ImageSize size, bool[] pixels) =>
        (Size, Pixels) =
            pixels.Length == size.Area
                ? (size, pixels)
                : throw new UsageException(
                    $"The mask has {pixels.Length} pixels, an image of {size} px needs {size.Area}; give one of the image's size.",
                    "Mask"
                );

    public ImageSize Size { get; }

    public bool[] Pixels { get; }

    public int Count => Pixels.Count(p => p);

    /// <param name="name">Of the mask, for the sentence.</param>
    /// <exception cref="UsageException">Nothing is to be filled, or nothing is known.</exception>
    public Hole Require(string name = "The mask")
    {
        var count = Count;
        return count == 0
                ? throw new UsageException($"{name} is black: nothing is to be filled; paint white what is.", "Mask")
            : count == Pixels.Length
                ? throw new UsageException(
                    $"{name} is white: nothing is known to go on from; leave black what is to stay.",
                    "Mask"
                )
            : this;
    }

    /// <summary>At half the size: to be filled is what has part in any pixel to be filled.</summary>
    public Hole Halve() => Reduce(2);

    /// <summary>Blocks of so many pixels a side, of which any is to be filled; a rest at the end is left out.</summary>
    public Hole Reduce(int side)
    {
        var size = new ImageSize(Size.Height / side, Size.Width / side);
        var pixels = new bool[size.Area];
        for (var y = 0; y < size.Height * side; y++)
        {
            for (var x = 0; x < size.Width * side; x++)
            {
                pixels[(y / side * size.Width) + (x / side)] |= Pixels[(y * Size.Width) + x];
            }
        }
        return new Hole(size, pixels);
    }

    /// <summary>With everything that is at most so far from it, along both axes.</summary>
    public Hole Dilate(int distance)
    {
        var rows = Spread(Pixels, Size.Width, Size.Height, 1, Size.Width);
        return new Hole(Size, Spread(rows, Size.Height, Size.Width, Size.Width, 1));

        bool[] Spread(bool[] from, int length, int lines, int step, int next)
        {
            var to = new bool[from.Length];
            for (var line = 0; line < lines; line++)
            {
                for (var i = 0; i < length; i++)
                {
                    if (from[(line * next) + (i * step)])
                    {
                        for (var j = Math.Max(0, i - distance); j <= Math.Min(length - 1, i + distance); j++)
                        {
                            to[(line * next) + (j * step)] = true;
                        }
                    }
                }
            }
            return to;
        }
    }

    /// <summary>The part of it in a rectangle.</summary>
    public Hole Part(int top, int left, ImageSize size)
    {
        var pixels = new bool[size.Area];
        for (var y = 0; y < size.Height; y++)
        {
            Pixels.AsSpan(((top + y) * Size.Width) + left, size.Width).CopyTo(pixels.AsSpan(y * size.Width));
        }
        return new Hole(size, pixels);
    }

    /// <summary>Puts the pixels to be filled of one image into another.</summary>
    public void Copy(ReadOnlySpan<float> from, Span<float> to)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = Pixels[i % Pixels.Length] ? from[i] : to[i];
        }
    }

    /// <summary>Sets all other pixels to 0: of a gradient, holds them.</summary>
    public void Hold(Span<float> gradient)
    {
        for (var i = 0; i < gradient.Length; i++)
        {
            gradient[i] = Pixels[i % Pixels.Length] ? gradient[i] : 0;
        }
    }

    /// <summary>Puts all other pixels of one image into another.</summary>
    public void Restore(ReadOnlySpan<float> known, Span<float> to)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = Pixels[i % Pixels.Length] ? to[i] : known[i];
        }
    }
}
