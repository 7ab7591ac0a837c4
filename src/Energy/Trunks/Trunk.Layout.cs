using WFrame.Responses;

namespace WFrame.Trunks;

/// <content>The responses of an image: which layers, their shapes, and where they lie.</content>
public sealed partial class Trunk
{
    /// <summary>One tap at the last layer, as in the paper.</summary>
    /// <exception cref="UsageException">The size is too small for the trunk.</exception>
    public ResponseLayout Layout(ImageSize size, ThetaForm form) => Layout(size, [(Taps.Count - 1, form)], Tiling.None);

    /// <summary>Taps at given layers; their order does not matter.</summary>
    /// <exception cref="UsageException">
    /// The size is too small for the deepest tap, there is no tap, or a layer is unknown or given twice.
    /// </exception>
    public ResponseLayout Layout(ImageSize size, IReadOnlyList<Tap> taps) => Layout(size, taps, Tiling.None);

    /// <summary>Taps at given layers of images that are wrapped around; their order does not matter.</summary>
    /// <exception cref="UsageException">
    /// As above; or a layer on the way does not keep the period: a convolution with a stride or without same padding, a
    /// pool with padding or overlap, a side that the pools do not divide evenly.
    /// </exception>
    public ResponseLayout Layout(ImageSize size, IReadOnlyList<Tap> taps, Tiling tiling)
    {
        var places = taps.Select(tap => (Place: PlaceOf(tap.Layer), tap.Form)).OrderBy(tap => tap.Place).ToArray();
        if (places.Length == 0)
        {
            throw new UsageException($"No layer is given; choose one or more of {Names()}.");
        }
        if (places.GroupBy(tap => tap.Place).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new UsageException($"Layer {Taps[twice.Key].Layer} is given twice; give it once.");
        }
        return Layout(size, places, tiling);
    }

    /// <summary>Whether a layout is of this trunk's layers at an image size.</summary>
    /// <exception cref="UsageException">The size is too small for the deepest tap.</exception>
    internal bool Fits(ResponseLayout layout, ImageSize size)
    {
        int[] places = [.. layout.Taps.Select(tap => Taps.TakeWhile(t => t.Index != tap.LayerIndex).Count())];
        return places.All(place => place < Taps.Count)
            && layout.Equals(
                Layout(size, [.. places.Zip(layout.Taps, (place, tap) => (place, tap.Form))], layout.Tiling)
            );
    }

    /// <summary>What engines refuse.</summary>
    /// <exception cref="ArgumentException">The layout is not of this trunk's layers at this image size.</exception>
    /// <exception cref="UsageException">The size is too small for the deepest tap.</exception>
    internal void Require(ResponseLayout layout, ImageSize size)
    {
        if (!Fits(layout, size))
        {
            throw new ArgumentException(
                $"Responses of {layout} are not those of trunk {Name} for images of {size} px."
            );
        }
    }

    private ResponseLayout Layout(ImageSize size, (int Place, ThetaForm Form)[] places, Tiling tiling)
    {
        TrunkPeriod.Require(this, size, tiling, Taps[places[^1].Place].Index);
        var shapes = Shapes(size, Taps[places[^1].Place].Index);
        var taps = new ResponseTap[places.Length];
        var (offset, thetaOffset) = (0L, 0L);
        for (var t = 0; t < taps.Length; t++)
        {
            var ((name, layer, channels), form) = (Taps[places[t].Place], places[t].Form);
            var (height, width) = shapes[layer];
            if (offset > int.MaxValue)
            {
                throw new UsageException(
                    $"Size {size} is too large: one image has more than 2^31 responses before {name}; choose a smaller size."
                );
            }
            taps[t] = new(name, layer, form, channels, height, width, (int)offset, (int)thetaOffset);
            var length = (long)channels * height * width;
            offset += length;
            thetaOffset += form == ThetaForm.Spatial ? length : channels;
        }
        return new(taps, tiling);
    }

    /// <summary>[h,w] of the output of each layer up to the deepest.</summary>
    private (int Height, int Width)[] Shapes(ImageSize size, int deepest)
    {
        var (height, width) = (size.Height, size.Width);
        var shapes = new (int, int)[deepest + 1];
        for (var i = 0; i <= deepest; i++)
        {
            var layer = Layers[i];
            var window = layer switch
            {
                ConvolutionLayer convolution => convolution.Window,
                MaxPoolLayer pool => pool.Window,
                AveragePoolLayer pool => pool.Window,
                _ => Window.Square(1, 1, 0),
            };
            (height, width) = (window.OutputHeight(height), window.OutputWidth(width));
            if (height < 1 || width < 1)
            {
                throw new UsageException(
                    $"Size {size} is too small for trunk {Name}: nothing is left after {layer.Name}; choose a larger size."
                );
            }
            shapes[i] = (height, width);
        }
        return shapes;
    }

    private int PlaceOf(string layer) =>
        Array.FindIndex([.. Taps], tap => tap.Layer == layer) is >= 0 and var place
            ? place
            : throw new UsageException($"Trunk {Name} has no layer {layer}; choose one or more of {Names()}.");

    private string Names() => string.Join(", ", Taps.Select(tap => tap.Layer));
}
