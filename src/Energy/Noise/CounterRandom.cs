namespace WFrame.Noise;

/// <summary>
/// Random numbers as a pure function of (seed, purpose, sub-stream, model, chain, iteration, step, element). The seed
/// is the key of <see cref="Philox4x32"/>; the other coordinates are packed side by side, without overlap, into its
/// counter, so different coordinates never share a counter:
/// <code>
/// word 0: element or group of elements (28 bits) | purpose (4 bits)
/// word 1: iteration (24 bits)                    | sub-stream (8 bits)
/// word 2: step (22 bits)                         | model, low 10 bits
/// word 3: chain (22 bits)                        | model, high 10 bits
/// </code>
/// </summary>
internal sealed class CounterRandom
{
    internal const int ElementBits = 28;
    private const int IterationBits = 24;
    private const int StepBits = 22;
    private const int ChainBits = 22;
    private const int HalfModelBits = 10;
    private const int SubStreamBits = 8;
    private const int PurposeBits = 4;

    private readonly ulong _seed;
    private readonly uint _purpose;
    private readonly uint _subStream;

    /// <summary>A stream of one seed and purpose.</summary>
    /// <param name="seed">Any value.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="subStream">0..255; another one gives other numbers for the same coordinates.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="subStream"/> is outside 0..255.</exception>
    public CounterRandom(ulong seed, RandomPurpose purpose, int subStream = 0)
    {
        _seed = seed;
        _purpose = Checked((long)purpose, PurposeBits, nameof(purpose));
        _subStream = Checked(subStream, SubStreamBits, nameof(subStream));
    }

    internal ulong Seed => _seed;

    /// <summary>A uniform number in [0,1), a multiple of 2^-53.</summary>
    /// <param name="model">0..2^20-1.</param>
    /// <param name="chain">0..2^22-1.</param>
    /// <param name="iteration">0..2^24-1.</param>
    /// <param name="step">0..2^22-1.</param>
    /// <param name="element">0..2^28-1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is outside its range.</exception>
    public double Uniform(int model, int chain, int iteration, int step, long element)
    {
        var words = Philox4x32.Generate(Counter(model, chain, iteration, step, element), _seed);
        var bits = ((ulong)words.Word1 << 32) | words.Word0;
        return (bits >> 11) * (1.0 / (1L << 53));
    }

    internal PhiloxBlock Counter(int model, int chain, int iteration, int step, long element)
    {
        var packedModel = Checked(model, 2 * HalfModelBits, nameof(model));
        return new PhiloxBlock(
            Checked(element, ElementBits, nameof(element)) | (_purpose << ElementBits),
            Checked(iteration, IterationBits, nameof(iteration)) | (_subStream << IterationBits),
            Checked(step, StepBits, nameof(step)) | (packedModel << StepBits),
            Checked(chain, ChainBits, nameof(chain)) | ((packedModel >> HalfModelBits) << ChainBits)
        );
    }

    private static uint Checked(long value, int bits, string name) =>
        (ulong)value < 1UL << bits
            ? (uint)value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be in 0..{(1L << bits) - 1}.");
}
