namespace WFrame.Sampling;

/// <summary>
/// How well new images come out of a finished model after so many Langevin steps, found at the end of the training on noise
/// that no other drawing uses. Theta is learned from chains that move for a while only, so a chain that goes on for longer
/// leaves what was learned sooner or later: the best number of steps belongs to the model.
/// </summary>
/// <param name="Points">Steps in rising order, with R of the images drawn by them; one or more.</param>
public sealed record SamplingTrial(IReadOnlyList<TrialPoint> Points)
{
    /// <summary>R moves by as much from one seed to the next, so that more steps must gain more to be worth their time.</summary>
    private const double Tie = 1.05;

    /// <summary>The point of the fewest steps whose R is within 5 % of the lowest.</summary>
    public TrialPoint Best
    {
        get
        {
            var lowest = Points.Min(p => p.ResponseDistance);
            return Points.First(p => p.ResponseDistance <= Tie * lowest);
        }
    }
}

/// <summary>What was drawn by a number of steps.</summary>
/// <param name="Steps">Langevin steps from the start, 1 or more.</param>
/// <param name="ResponseDistance">R between the images drawn and the training images, in units of the responses.</param>
public sealed record TrialPoint(int Steps, double ResponseDistance);
