using System.Numerics.Tensors;
using WFrame.Experiments.Studies;

namespace WFrame.Experiments.Tests.Studies;

public sealed class SessionEditsTests
{
    [Fact]
    public void GivenAnIteration_WhenThePenaltyIsRenewed_ThenItIsThatOfTheThetaThatTheNextOneStartsFrom()
    {
        using var training = new TinyTraining();
        training.Session.Advance();
        training.Session.Advance();
        var kept = training.Session.State.Components[1].Current.PenaltyGradient;

        SessionEdits.RenewPenalty(training.Session);

        var state = training.Session.State.Components[1].Current;
        var chains = state.Chains;
        var gradient = new float[chains.Values.Length];
        training.Engine.Gradient(chains, training.Session.Snapshot().ThetaOf(1), gradient);
        // |G|^2 is quadratic in theta, so theta . d|G|^2/dtheta is twice it.
        var twice = 2.0 * TensorPrimitives.SumOfSquares<float>(gradient) / chains.Count;
        Assert.Equal(1, TensorPrimitives.Dot<float>(state.PenaltyGradient, state.Theta) / twice, 3);
        Assert.True(Math.Abs((TensorPrimitives.Dot<float>(kept, state.Theta) / twice) - 1) > 0.01);
        Assert.Equal(2, training.Session.Iteration);
    }

    [Fact]
    public void GivenTheta_WhenItDecays_ThenAPartOfItIsGoneAndNothingElseChanges()
    {
        using var training = new TinyTraining();
        training.Session.Advance();
        var before = training.Session.State.Components[0].Current;

        SessionEdits.Decay(0.25)(training.Session);

        var after = training.Session.State.Components[0].Current;
        Assert.Equal(before.Theta.Select(t => (float)(0.75 * t)), after.Theta);
        Assert.Contains(before.Theta, t => t != 0);
        Assert.Same(before.Chains, after.Chains);
        Assert.Same(before.PenaltyGradient, after.PenaltyGradient);
    }
}
