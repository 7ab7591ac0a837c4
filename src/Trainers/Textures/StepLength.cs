using WFrame.Responses;

namespace WFrame.Textures;

/// <summary>
/// How long a Langevin step is, in its longest: as long as successive gradients agree. Of a contrasty photograph the energy
/// is stiff at high frequencies; a step that is too long makes these turn their sign from one step to the next.
/// </summary>
internal sealed class StepLength
{
    private const double Agreed = 0.9;
    private const double TooLong = 0.7;
    private const double Shrink = 0.7;
    private const double Grow = 1.03;

    private float[] _last = [];

    /// <summary>The length, 0 to 1.</summary>
    public double Factor { get; private set; } = 1;

    /// <summary>Takes a gradient; of the first of an iteration, after theta has changed, nothing is concluded.</summary>
    public void Follow(ReadOnlySpan<float> gradient, bool first)
    {
        if (!first)
        {
            var (product, square) = (Energy.Dot(gradient, _last), Energy.Dot(gradient, gradient));
            if (product < TooLong * square)
            {
                Factor *= Shrink;
            }
            else if (product > Agreed * square)
            {
                Factor = Math.Min(1, Factor * Grow);
            }
        }
        if (_last.Length != gradient.Length)
        {
            _last = new float[gradient.Length];
        }
        gradient.CopyTo(_last);
    }

    /// <summary>The chain has gone back to where it was: steps were too long.</summary>
    public void StepBack() => Factor *= Shrink;
}
