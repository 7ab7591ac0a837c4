namespace WFrame.Trunks;

/// <summary>Whether a trunk's responses to an image wrapped around are wrapped around themselves.</summary>
internal static class TrunkPeriod
{
    /// <summary>Pixels that one response of the deepest of some layers stands for, along each axis.</summary>
    public static (int Y, int X) Step(Trunk trunk, int deepest)
    {
        var (y, x) = (1, 1);
        foreach (var layer in trunk.Layers.Take(deepest + 1))
        {
            if (PoolWindow(layer) is { } pool)
            {
                (y, x) = (y * pool.StrideY, x * pool.StrideX);
            }
        }
        return (y, x);
    }

    /// <summary>
    /// Responses of a layer, counted from an edge, that have seen what lies beyond it, and pixels from one to the next; of
    /// the worse axis.
    /// </summary>
    public static (int Border, int Step) Interior(Trunk trunk, int layer)
    {
        var border = 0;
        foreach (var each in trunk.Layers.Take(layer + 1))
        {
            border = each switch
            {
                ConvolutionLayer c => border
                    + Math.Max(Math.Max(c.Window.Top, c.Window.Bottom), Math.Max(c.Window.Left, c.Window.Right)),
                _ when PoolWindow(each) is { } pool => (border + pool.StrideY - 1) / pool.StrideY,
                _ => border,
            };
        }
        return (border, Step(trunk, layer).Y);
    }

    /// <exception cref="UsageException">Along a wrapped axis a layer does not keep the period.</exception>
    public static void Require(Trunk trunk, ImageSize size, Tiling tiling, int deepest)
    {
        if (tiling == Tiling.None)
        {
            return;
        }
        foreach (var layer in trunk.Layers.Take(deepest + 1))
        {
            var window = PoolWindow(layer) ?? (layer as ConvolutionLayer)?.Window;
            var pooled = layer is not ConvolutionLayer;
            if (
                window is { } w
                && (
                    (tiling.WrapsY() && !Keeps(w.Height, w.StrideY, w.Top, w.Bottom, pooled))
                    || (tiling.WrapsX() && !Keeps(w.Width, w.StrideX, w.Left, w.Right, pooled))
                )
            )
            {
                throw new UsageException(
                    $"Trunk {trunk.Name} cannot read images that tile: {layer.Name} needs stride 1 and same padding, a pool windows side by side without padding; use another trunk."
                );
            }
        }
        var (y, x) = Step(trunk, deepest);
        if ((tiling.WrapsY() && size.Height % y != 0) || (tiling.WrapsX() && size.Width % x != 0))
        {
            throw new UsageException(
                $"Size {size} cannot tile: the pools of trunk {trunk.Name} need {(y == x ? $"multiples of {y}" : $"a height that is a multiple of {y} and a width of {x}")}; choose such a size."
            );
        }
    }

    private static Window? PoolWindow(TrunkLayer layer) =>
        layer switch
        {
            MaxPoolLayer pool => pool.Window,
            AveragePoolLayer pool => pool.Window,
            _ => null,
        };

    private static bool Keeps(int length, int stride, int before, int after, bool pooled) =>
        pooled ? stride == length && before + after == 0 : stride == 1 && before + after == length - 1;
}
