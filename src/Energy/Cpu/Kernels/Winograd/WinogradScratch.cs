using WFrame.Cpu.Layout;

namespace WFrame.Cpu.Kernels.Winograd;

/// <summary>Working memory of one thread for the blocks of Winograd convolutions.</summary>
internal sealed unsafe class WinogradScratch : IDisposable
{
    /// <summary>
    /// Between positions lies one extra cache line, otherwise the 36 positions of a tile would fall into the same few sets
    /// of the L1 cache.
    /// </summary>
    private const int Gap = 16;

    private readonly NativeBuffer _inputs;
    private readonly NativeBuffer _products;
    private readonly NativeBuffer _small;

    /// <param name="kernels">Of the convolutions that it is for.</param>
    /// <param name="largestChunk">Largest chunk of filters, the first layer's among them.</param>
    public WinogradScratch(IReadOnlyCollection<WinogradKernel> kernels, int largestChunk)
    {
        var mostInputs = kernels.Select(k => PositionStep(k.BlockTiles, k.Inputs)).Append(0).Max();
        var mostProducts = kernels
            .Select(k => PositionStep(k.BlockTiles, k.Shape.Chunk))
            .Append(PositionStep(WinogradKernel.FewTiles, largestChunk))
            .Max();
        _inputs = NativeBuffer.OfFloats(WinogradTransforms.Positions * mostInputs);
        _products = NativeBuffer.OfFloats(WinogradTransforms.Positions * mostProducts);
        _small = NativeBuffer.OfFloats((16 * largestChunk) + (WinogradTransforms.Positions * 16));
    }

    /// <summary>Transformed inputs, [position][tile][channel].</summary>
    public float* Inputs => _inputs.Floats;

    /// <summary>Products, [position][tile][filter of the chunk].</summary>
    public float* Products => _products.Floats;

    /// <summary>Half-transformed and transformed registers of one tile.</summary>
    public float* Small => _small.Floats;

    public long Bytes => _inputs.Bytes + _products.Bytes + _small.Bytes;

    /// <summary>Floats from one position to the next.</summary>
    public static nint PositionStep(int tiles, int channels) => ((nint)tiles * channels) + Gap;

    public void Dispose()
    {
        _inputs.Dispose();
        _products.Dispose();
        _small.Dispose();
    }
}
