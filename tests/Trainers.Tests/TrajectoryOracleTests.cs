using WFrame.Engines;
using WFrame.Learning;
using WFrame.Noise;
using WFrame.Testing;

namespace WFrame.Trainers.Tests;

[Trait("Category", "Oracle")]
public class TrajectoryOracleTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var oracle in OracleFolder.OfKind("trajectory"))
            {
                data.Add(oracle.Name, "ort-cpu");
                data.Add(oracle.Name, "cpu");
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Given_the_noise_of_a_reference_training_the_session_replays_it(string name, string device)
    {
        // Given
        var oracle = OracleFolder.Case(name);
        var reordered = device == "cpu";
        var noise = new ReplayedRandomness(oracle);
        var options = new WFrameOptions
        {
            Theta = Enum.Parse<ThetaForm>(oracle.Params.GetProperty("form").GetString()!, ignoreCase: true),
            Chains = (int)oracle.Number("M"),
            Iterations = (int)oracle.Number("T"),
            Steps = (int)oracle.Number("L"),
            StepSize = oracle.Number("delta"),
            ReferenceSigma = oracle.Number("sigma"),
            NoiseSigma = oracle.Number("s"),
            Beta = oracle.Number("beta"),
            LearningRate = oracle.Number("lambda"),
            ClipTheta = oracle.OptionalNumber("clip"),
        };
        var shape = oracle.Shape("y");
        var observed = new PixelBatch(oracle.Floats("y"), shape[0], new ImageSize(shape[2], shape[3]));
        using var engine = EngineFactory.Create(Trunks.Of(oracle), device, threads: 2).Engine;

        // When
        var session = new TrainingSession(engine, [new TrainingComponent("model", observed)], options, noise);
        var (x, theta, penalty, synthesized) = (
            new List<float>(),
            new List<float>(),
            new List<float>(),
            new List<float>()
        );
        var (distance, phi, rms) = (new List<double>(), new List<double>(), new List<double>());
        while (!session.Finished)
        {
            var record = Assert.Single(session.Advance());
            x.AddRange(session.Chains(0).Values.Span);
            theta.AddRange(session.Snapshot().Components[0].Theta);
            distance.Add(record.ResponseDistance);
            phi.Add(record.PhiSynthesized);
            rms.Add(record.GradientRms);
            synthesized.AddRange(session.SynthesizedMean);
            penalty.AddRange(session.State.Components[0].Current.PenaltyGradient);
        }

        // Then
        oracle.AssertClose("H_obs", session.State.Components[0].ObservedMean, reordered);
        oracle.AssertClose("H_syn", [.. synthesized], reordered);
        oracle.AssertClose("x", [.. x], reordered);
        oracle.AssertClose("theta", [.. theta], reordered);
        oracle.AssertClose("P", [.. penalty], reordered);
        oracle.AssertClose("R", [.. distance], reordered);
        oracle.AssertClose("Phi", [.. phi], reordered);
        oracle.AssertClose("rms_G", [.. rms], reordered);
        oracle.AssertClose("grad2_mean", [.. rms.Select(r => r * r)], reordered);
    }

    /// <summary>Z [T,L,M,3,H,W] and gamma [T] of the reference.</summary>
    private sealed class ReplayedRandomness(OracleCase oracle) : ITrainingRandomness, INoiseSource
    {
        private readonly float[] _z = oracle.Floats("Z");
        private readonly int[] _shape = oracle.Shape("Z");
        private readonly double[] _gamma = oracle.Doubles("gamma");

        public INoiseSource Noise(int subStream) => this;

        public double Gamma(int model, int iteration) => _gamma[iteration];

        public void Fill(ChainId chain, int iteration, int step, Span<float> destination)
        {
            var index = (((iteration * _shape[1]) + step) * _shape[2]) + chain.Chain;
            _z.AsSpan(index * destination.Length, destination.Length).CopyTo(destination);
        }
    }
}
