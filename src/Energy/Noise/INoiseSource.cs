using WFrame.Engines;

namespace WFrame.Noise;

/// <summary>
/// Standard normal noise as a pure function of its coordinates: batching, thread count and resume never change it.
/// Implementations are called from several threads at once.
/// </summary>
public interface INoiseSource
{
    /// <summary>Fills Z of one chain at one step.</summary>
    /// <param name="chain">Which chain of which model.</param>
    /// <param name="iteration">Learning iteration, 0-based.</param>
    /// <param name="step">Langevin step within the iteration, 0-based.</param>
    /// <param name="destination">Receives Z, [3,H,W] row-major.</param>
    void Fill(ChainId chain, int iteration, int step, Span<float> destination);
}
