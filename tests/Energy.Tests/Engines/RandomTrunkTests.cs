using WFrame.Engines;
using WFrame.Ort;
using WFrame.Testing;

namespace WFrame.Energy.Tests.Engines;

public sealed class RandomTrunkTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Given_a_random_trunk_When_evaluated_Then_ONNX_Runtime_agrees_with_the_reference(int seed)
    {
        var given = RandomEnergy.Draw(seed);
        using var engine = new OrtEngine(given.Trunk, OrtDevice.Cpu, threads: 1);
        var results = new EnergyResults(1, given.Size, given.Theta.Layout);

        engine.Evaluate(given.Batch, given.Theta, results);

        var expected = given.Reference.Evaluate(given.X, given.Size, given.ThetaValues);
        Assert.InRange(Compare.RelativeError(Compare.ToDouble(results.Responses), expected.Responses), 0, 2e-6);
        Assert.InRange(Compare.RelativeError(Compare.ToDouble(results.Gradient), expected.Gradient), 0, 4e-6);
        Assert.InRange(Compare.RelativeError(Compare.ToDouble(results.Penalty), given.PenaltyOf(expected)), 0, 4e-6);
        Assert.InRange(Math.Abs(results.Phi[0] - expected.Phi), 0, 1e-5 * (1 + Math.Abs(expected.Phi)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Given_a_random_trunk_with_taps_at_several_layers_When_evaluated_Then_the_reference_agrees(int seed)
    {
        var given = RandomEnergy.Draw(seed).WithTaps(seed);
        using var engine = new OrtEngine(given.Trunk, OrtDevice.Cpu, threads: 1);
        var results = new EnergyResults(1, given.Size, given.Theta.Layout);

        engine.Evaluate(given.Batch, given.Theta, results);

        var expected = given.Expected;
        Assert.InRange(Compare.RelativeError(Compare.ToDouble(results.Responses), expected.Responses), 0, 2e-6);
        Assert.InRange(Compare.RelativeError(Compare.ToDouble(results.Gradient), expected.Gradient), 0, 4e-6);
        Assert.InRange(Compare.RelativeError(Compare.ToDouble(results.Penalty), given.PenaltyOf(expected)), 0, 4e-6);
        Assert.InRange(Math.Abs(results.Phi[0] - expected.Phi), 0, 1e-5 * (1 + Math.Abs(expected.Phi)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Given_the_reference_When_x_and_theta_move_a_little_Then_finite_differences_agree(int seed)
    {
        const double Step = 1e-6;
        var given = RandomEnergy.Draw(seed);
        var random = new Random(seed);
        var at = given.Reference.Evaluate(given.X, given.Size, given.ThetaValues);
        double[] direction = [.. RandomTrunks.Normal(random, given.X.Length, 1)];
        double[] thetaDirection = [.. RandomTrunks.Normal(random, given.ThetaValues.Length, 1)];

        double Phi(double t) =>
            given.Reference.Evaluate(given.Moved(given.X, direction, t), given.Size, given.ThetaValues).Phi;
        double Norm(double t) =>
            given
                .Reference.Evaluate(given.X, given.Size, given.Moved(given.ThetaValues, thetaDirection, t))
                .Gradient.Sum(g => g * g);

        var along = at.Gradient.Zip(direction, (g, d) => g * d).Sum();
        var penalty = given.PenaltyOf(at).Zip(thetaDirection, (p, d) => p * d).Sum();
        var scale = Math.Sqrt(at.Gradient.Sum(g => g * g) * direction.Length);
        Assert.InRange(Math.Abs((Phi(Step) - Phi(-Step)) / (2 * Step) - along), 0, 1e-6 * (1 + scale));
        Assert.InRange(
            Math.Abs((Norm(Step) - Norm(-Step)) / (2 * Step) - penalty),
            0,
            1e-6 * (1 + given.PenaltyOf(at).Sum(Math.Abs))
        );
    }
}
