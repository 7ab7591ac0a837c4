using WFrame.Responses;

namespace WFrame.Textures;

/// <summary>
/// How long a Langevin step is, in its longest: as long as successive gradients agree. Of a contrasty photograph the energy
/// is stiff at high frequencies; a step that is too long makes these turn their sign from one step to the next. Along a step
/// eta g of curvature kappa the next gradient is (1 - eta kappa) g, so that
/// <code>
/// eta kappa = 1 - (g' . g) / (g . g)
/// </code>
/// </summary>
internal sealed class StepLength
{
    private const double Agreed = 0.9;
    private const double TooLong = 0.7;
    private const double Shrink = 0.7;
    private const double Grow = 1.03;

    // From a shorter one it would not grow back.
    private const double Least = 1e-3;

    // Of the curvature's inverse, where a step went too far and is taken again.
    private const double Again = 0.5;

    private float[] _last = [];
    private float[] _before = [];

    /// <summary>The length, 0 to 1.</summary>
    public double Factor { get; set; } = 1;

    /// <summary>
    /// Takes a gradient; of the first of an iteration, after theta has changed, nothing is concluded. Where the step before went
    /// beyond its goal, image and gradient become those from which it began: it is to be taken again.
    /// </summary>
    /// <returns>Whether they did.</returns>
    public bool Follow(Span<float> gradient, Span<float> image, bool first)
    {
        if (!first)
        {
            var product = Energy.Dot(gradient, _last);
            if (product < 0)
            {
                Factor = Math.Max(Least, Factor * Again / (1 - (product / Energy.Dot(_last, _last))));
                _last.CopyTo(gradient);
                _before.CopyTo(image);
                return true;
            }
            var square = Energy.Dot(gradient, gradient);
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
            (_last, _before) = (new float[gradient.Length], new float[gradient.Length]);
        }
        gradient.CopyTo(_last);
        image.CopyTo(_before);
        return false;
    }

    /// <summary>The chain has gone back to where it was: steps were too long.</summary>
    public void StepBack() => Factor *= Shrink;
}
