namespace WFrame.Textures;

/// <summary>
/// How fast theta of each filter follows its error, in the learning rate. Filters that see a photograph's finest details
/// answer to a change of theta within an iteration, others over many: a rate that is right for some lets others swing. A
/// filter whose error has changed its sign went too far, and learns slower by what it went beyond its goal; one whose error
/// hardly changes learns faster (as in Rprop: M. Riedmiller and H. Braun, ICNN 1993).
/// </summary>
/// <param name="filters">Number of filters.</param>
internal sealed class FilterGains(int filters)
{
    private const double Least = 0.01;
    private const double Most = 8;
    private const double LeastCut = 0.25;
    private const double Grow = 1.3;

    // An error of at least this share of the last hardly changes.
    private const double Slow = 0.8;

    // A little more than what would have hit the goal: the other filters change too.
    private const double Beyond = 1.2;

    private readonly double[] _gains = [.. Enumerable.Repeat(1.0, filters)];
    private double[]? _last;

    /// <summary>Gain of a filter.</summary>
    public double this[int filter] => _gains[filter];

    /// <summary>A copy of the gains and of the errors that they have followed last.</summary>
    public (double[] Gains, double[] Errors) State
    {
        get => ([.. _gains], [.. _last ?? []]);
        set
        {
            value.Gains.CopyTo(_gains, 0);
            _last = value.Errors.Length == 0 ? null : [.. value.Errors];
        }
    }

    /// <summary>Takes the errors that the last gains have led to.</summary>
    public void Follow(double[] errors)
    {
        if (_last is { } last)
        {
            for (var k = 0; k < errors.Length; k++)
            {
                var (before, now) = (Math.Abs(last[k]), Math.Abs(errors[k]));
                if (last[k] * errors[k] < 0)
                {
                    var cut = Math.Clamp(Beyond * before / (before + now), LeastCut, 1);
                    _gains[k] = Math.Max(Least, _gains[k] * cut);
                }
                else if (now > Slow * before)
                {
                    _gains[k] = Math.Min(Most, _gains[k] * Grow);
                }
            }
        }
        _last = [.. errors];
    }
}
