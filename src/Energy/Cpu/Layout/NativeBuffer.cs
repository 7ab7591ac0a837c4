namespace WFrame.Cpu.Layout;

/// <summary>Zeroed native memory on a cache line boundary; whoever makes it disposes it.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private const int CacheLine = 64;

    private void* _start;

    /// <summary>Allocates and clears.</summary>
    /// <param name="bytes">Size; 0 is allowed.</param>
    public NativeBuffer(long bytes)
    {
        Bytes = bytes;
        _start = NativeMemory.AlignedAlloc(checked((nuint)Math.Max(bytes, 1)), CacheLine);
        NativeMemory.Clear(_start, (nuint)bytes);
        GC.AddMemoryPressure(Math.Max(bytes, 1));
    }

    ~NativeBuffer() => Free();

    public long Bytes { get; }

    public float* Floats => (float*)_start;

    public byte* Start => (byte*)_start;

    /// <summary>Room for <paramref name="count"/> floats.</summary>
    public static NativeBuffer OfFloats(long count) => new(checked(count * sizeof(float)));

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_start is not null)
        {
            NativeMemory.AlignedFree(_start);
            _start = null;
            GC.RemoveMemoryPressure(Math.Max(Bytes, 1));
        }
    }
}
