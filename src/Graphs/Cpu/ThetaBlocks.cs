namespace WFrame.Graphs.Cpu;

/// <summary>Theta of all groups with channels last, as the kernels read it: [group][row][column][channel].</summary>
internal sealed unsafe class ThetaBlocks : IDisposable
{
    private NativeBuffer _values = NativeBuffer.OfFloats(0);
    private int _groupLength;

    /// <summary>Floats from one position to the next: 0 when there is one number a filter.</summary>
    public int PixelStep { get; private set; }

    /// <summary>Copies theta.</summary>
    public void Set(Theta theta)
    {
        var (channels, positions) = (theta.Responses.Channels, theta.Responses.Positions);
        _groupLength = theta.GroupLength;
        PixelStep = theta.Form == ThetaForm.Spatial ? channels : 0;
        var bytes = (long)theta.Groups * _groupLength * sizeof(float);
        if (_values.Bytes < bytes)
        {
            _values.Dispose();
            _values = new NativeBuffer(bytes);
        }
        for (var group = 0; group < theta.Groups; group++)
        {
            var from = theta.Group(group);
            var to = Group(group);
            if (theta.Form == ThetaForm.Filter)
            {
                from.CopyTo(new Span<float>(to, channels));
                continue;
            }
            for (var channel = 0; channel < channels; channel++)
            {
                for (var position = 0; position < positions; position++)
                {
                    to[((long)position * channels) + channel] = from[(channel * positions) + position];
                }
            }
        }
    }

    public float* Group(int group) => _values.Floats + ((long)group * _groupLength);

    public void Dispose() => _values.Dispose();
}
