namespace WFrame.Cpu.Kernels;

/// <summary>How filters are cut: chunks of at most 64 that divide them evenly, and panels of 1, 2 or 4 registers.</summary>
internal readonly record struct PanelShape
{
    private const int LargestChunk = 64;

    public PanelShape(int filters, int lanes)
    {
        Chunks = 1;
        while (filters % (Chunks * 16) != 0 || filters / Chunks > LargestChunk)
        {
            Chunks++;
        }
        Chunk = filters / Chunks;

        // AVX-512 has 32 registers for the sums of 6 tiles by 4 registers, the others room for 6 by 2.
        var most = lanes == 16 ? 4 : 2;
        Registers = most;
        while (Chunk % (Registers * lanes) != 0)
        {
            Registers /= 2;
        }
        PanelWidth = Registers * lanes;
        Panels = Chunk / PanelWidth;
    }

    /// <summary>Filters of one chunk, a multiple of 16.</summary>
    public int Chunk { get; }

    public int Chunks { get; }

    /// <summary>Registers of one panel.</summary>
    public int Registers { get; }

    /// <summary>Filters of one panel.</summary>
    public int PanelWidth { get; }

    /// <summary>Panels of one chunk.</summary>
    public int Panels { get; }

    /// <summary>Chunk and panel of a filter, and its place in the panel.</summary>
    public (int Chunk, int Panel, int Filter) Split(int filter) =>
        (filter / Chunk, filter % Chunk / PanelWidth, filter % PanelWidth);
}
