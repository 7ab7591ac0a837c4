using WFrame.Cpu.Kernels;
using WFrame.Engines;

namespace WFrame.Noise;

/// <summary>
/// Gaussian noise from <see cref="Philox4x32"/> by Box-Muller (G. Box, M. Muller, Ann. Math. Statist. 29, 1958): a pure
/// function of seed, sub-stream and coordinates, with the same bits on every processor.
/// </summary>
public sealed class PhiloxNoise : INoiseSource
{
    private readonly CounterRandom _random;
    private readonly int _lanes;

    /// <summary>Noise of one seed.</summary>
    /// <param name="seed">Any value.</param>
    /// <param name="subStream">0..255; another one gives other noise for the same coordinates.</param>
    /// <param name="purpose">Training by default; drawing from a finished model takes another.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="subStream"/> is outside 0..255.</exception>
    public PhiloxNoise(ulong seed, int subStream = 0, RandomPurpose purpose = RandomPurpose.Langevin)
        : this(new CounterRandom(seed, purpose, subStream), LaneWidths.Widest.Lanes()) { }

    /// <summary>With a forced number of lanes, 4, 8 or 16, for tests.</summary>
    internal PhiloxNoise(CounterRandom random, int lanes) => (_random, _lanes) = (random, lanes);

    /// <inheritdoc/>
    public void Fill(ChainId chain, int iteration, int step, Span<float> destination)
    {
        Span<float> last = stackalloc float[NormalGroup.Size];
        for (var group = 0; !destination.IsEmpty; group++)
        {
            var element = (long)group * NormalGroup.Lanes;
            var counter = _random.Counter(chain.Model, chain.Chain, iteration, step, element);
            if (destination.Length >= NormalGroup.Size)
            {
                FillGroup(counter, destination[..NormalGroup.Size]);
                destination = destination[NormalGroup.Size..];
            }
            else
            {
                FillGroup(counter, last);
                last[..destination.Length].CopyTo(destination);
                return;
            }
        }
    }

    private void FillGroup(PhiloxBlock counter, Span<float> group)
    {
        switch (_lanes)
        {
            case 16:
                NormalKernel<NormalLanes512, Vector512<uint>>.Fill(counter, _random.Seed, group);
                break;
            case 8:
                NormalKernel<NormalLanes256, Vector256<uint>>.Fill(counter, _random.Seed, group);
                break;
            default:
                NormalKernel<NormalLanes128, Vector128<uint>>.Fill(counter, _random.Seed, group);
                break;
        }
    }
}
