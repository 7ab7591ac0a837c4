using WFrame.Engines;
using WFrame.Learning;
using WFrame.Responses;

namespace WFrame.Experiments.Studies;

/// <summary>
/// Departures from the library's algorithm, made between two iterations of a training: what the studies vary and users have
/// no switch for. Components that diverged stay as they are.
/// </summary>
public static class SessionEdits
{
    /// <summary>
    /// Line 12 with the current theta in both terms. The library keeps P of the iteration before as it was under that
    /// iteration's theta; this takes it anew, of the same chains, under the theta that the next iteration starts from.
    /// </summary>
    public static void RenewPenalty(TrainingSession session) =>
        Edit(session, state => state with { PenaltyGradient = PenaltyGradient(session, state.Chains, state.Theta) });

    /// <summary>Weight decay, a rival cure: theta loses a part of itself after each iteration.</summary>
    /// <param name="part">0 for none, 1 for all.</param>
    public static Action<TrainingSession> Decay(double part) =>
        session =>
            Edit(session, state => state with { Theta = Array.ConvertAll(state.Theta, t => (float)((1 - part) * t)) });

    private static void Edit(TrainingSession session, Func<LearningState, LearningState> edit) =>
        session.State = session.State with
        {
            Components =
            [
                .. session.State.Components.Select(c => c.Standing.Diverged ? c : c with { Current = edit(c.Current) }),
            ],
        };

    /// <summary>Mean over chains of P = d|G|^2/dtheta.</summary>
    private static float[] PenaltyGradient(TrainingSession session, PixelBatch chains, float[] values)
    {
        var theta = new Theta(session.Engine.Trunk.Layout(session.Size, session.Options.Theta), 1, values);
        var results = new EnergyResults(chains.Count, session.Size, theta.Layout);
        session.Engine.Evaluate(chains, theta, results);
        var sum = new double[values.Length];
        for (var i = 0; i < chains.Count; i++)
        {
            ResponseStatistics.Accumulate(sum, results.Penalty.AsSpan(i * sum.Length, sum.Length));
        }
        var mean = new float[sum.Length];
        ResponseStatistics.Mean(sum, chains.Count, mean);
        return mean;
    }
}
