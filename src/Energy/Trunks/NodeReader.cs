using WFrame.Graphs;

namespace WFrame.Trunks;

/// <summary>Attributes of one node of a file, with messages that name the node.</summary>
internal sealed class NodeReader(string file, int index, NodeProto node)
{
    public string Name => $"node {index} ({node.OpType})";

    public InvalidContentException Bad(string reason) => new($"{file}: {Name} {reason}.");

    public long Int(string name, long fallback) => Attribute(name) is { HasI: true } a ? a.I : fallback;

    /// <summary>The window of a pool, whose kernel_shape is required and whose padding must not fill a window.</summary>
    public Window PoolWindow()
    {
        var kernel = Ints("kernel_shape", 2, 0);
        if (Int("ceil_mode", 0) != 0 || Int("storage_order", 0) != 0 || node.Output.Count(o => o.Length > 0) != 1)
        {
            throw Bad("uses ceil_mode, storage_order or a second output, which are not supported");
        }
        var window = Window(kernel[0], kernel[1]);
        return Math.Max(window.Top, window.Bottom) < window.Height && Math.Max(window.Left, window.Right) < window.Width
            ? window
            : throw Bad("has pads as large as its kernel");
    }

    /// <summary>Strides and pads of a window of the given size.</summary>
    public Window Window(int height, int width)
    {
        if (Attribute("auto_pad") is { HasS: true } pad && pad.S.ToStringUtf8() is not ("NOTSET" or "VALID" or ""))
        {
            throw Bad($"has auto_pad {pad.S.ToStringUtf8()}; only explicit pads are supported");
        }
        if (Ints("dilations", 2, 1).Any(d => d != 1))
        {
            throw Bad("has dilations; only 1 is supported");
        }
        var given = Attribute("kernel_shape") is null ? [height, width] : Ints("kernel_shape", 2, 0);
        var (strides, pads) = (Ints("strides", 2, 1), Ints("pads", 4, 0));
        return
            given[0] == height
            && given[1] == width
            && height > 0
            && width > 0
            && strides.All(s => s > 0)
            && pads.All(p => p >= 0)
            ? new(height, width, strides[0], strides[1], pads[0], pads[1], pads[2], pads[3])
            : throw Bad(
                "has a kernel, strides or pads that do not fit its weights; positive ones of 2 dimensions are supported"
            );
    }

    private int[] Ints(string name, int count, int fallback)
    {
        var values = Attribute(name)?.Ints;
        return values is null or { Count: 0 } ? [.. Enumerable.Repeat(fallback, count)]
            : values.Count == count && values.All(v => v is >= 0 and <= 1 << 20) ? [.. values.Select(v => (int)v)]
            : throw Bad($"has {name} [{string.Join(',', values)}]; {count} numbers of 0 to 1048576 are supported");
    }

    private AttributeProto? Attribute(string name) => node.Attribute.FirstOrDefault(a => a.Name == name);
}
