using WFrame.Engines;
using WFrame.Learning;
using WFrame.Noise;
using WFrame.Responses;
using WFrame.Testing;

namespace WFrame.Trainers.Tests;

/// <summary>
/// Algorithm 1 written out plainly, an image at a time in double, against the session: more chains and images than one
/// chunk holds, a component before the one that is looked at, and sigma, s and beta that are not 1.
/// </summary>
public sealed class IterationTests : IDisposable
{
    private readonly IEnergyEngine engine = EngineFactory.Create(SmallTrainings.Trunk, "ort-cpu", 1).Engine;

    public void Dispose() => engine.Dispose();

    [Fact]
    public void Given_responses_of_any_length_each_number_is_added_to_its_own_sum()
    {
        var random = new Random(1);
        for (var length = 0; length < 70; length++)
        {
            double[] sum = [.. Enumerable.Range(0, length).Select(_ => random.NextDouble())];
            float[] values = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle())];
            double[] expected = [.. sum.Zip(values, (s, v) => s + v)];

            ResponseStatistics.Accumulate(sum, values);

            Assert.Equal(expected, sum);
        }
    }

    [Theory]
    [InlineData(ThetaForm.Spatial, WFrameMethod.WFrame)]
    [InlineData(ThetaForm.Filter, WFrameMethod.WFrame)]
    [InlineData(ThetaForm.Spatial, WFrameMethod.Frame)]
    public void Given_more_chains_than_a_chunk_each_iteration_is_what_Algorithm_1_says(
        ThetaForm form,
        WFrameMethod method
    )
    {
        var options = new WFrameOptions
        {
            Theta = form,
            Method = method,
            Iterations = 3,
            Steps = 2,
            StepSize = 0.3,
            ReferenceSigma = 2,
            NoiseSigma = 0.5,
            Beta = 40,
            LearningRate = form == ThetaForm.Spatial ? 2e-3 : 2e-5,
            Chains = 20,
            Initialization = ChainInitialization.Data,
        };
        var observed = SmallTrainings.Images(18, seed: 4);
        var session = new TrainingSession(
            engine,
            [SmallTrainings.Component("other"), new("a", observed)],
            options,
            new OwnGamma()
        );
        var (theta, previous) = (new double[session.State.Components[1].Current.Theta.Length], Array.Empty<double>());
        var x = Enumerable.Range(0, options.Chains).Select(i => observed.Image(i % 18).ToArray()).ToArray();
        var (d, beta) = (SmallTrainings.Size.Dimension, method == WFrameMethod.Frame ? 0.0 : 40);

        for (var t = 0; t < options.Iterations; t++)
        {
            // Line 8.
            for (var step = 0; step < options.Steps; step++)
            {
                for (var i = 0; i < x.Length; i++)
                {
                    var (g, z) = (Gradient(x[i], theta, form), new float[d]);
                    new PhiloxNoise(options.Seed).Fill(new ChainId(1, i), t, step, z);
                    x[i] = [.. x[i].Select((v, e) => (float)(v + (0.045 * ((4 * g[e]) - v)) + (0.3 * 0.5 * z[e])))];
                }
            }
            // Lines 13 and 14.
            var gamma = 0.3 + (0.1 * t);
            var (hSyn, hObs) = (Mean(x, form), Mean(Images(observed), form));
            var gradients = x.Select(image => Gradient(image, theta, form)).ToArray();
            var p = Average(x.Select(image => PenaltyGradient(image, theta, form)));
            var before = theta;
            var mixed = p.Select((v, k) => ((1 - gamma) * (previous.Length > 0 ? previous[k] : 0)) + (gamma * v))
                .ToArray();
            theta =
            [
                .. theta.Select((v, k) => v + (options.LearningRate * (hObs[k] - hSyn[k] - (beta / 2 / d * mixed[k])))),
            ];
            previous = p;

            var record = session.Advance()[1];

            Close(theta, session.State.Components[1].Current.Theta);
            Close(p, session.State.Components[1].Current.PenaltyGradient);
            Close([.. x.SelectMany(v => v).Select(v => (double)v)], session.Chains(1).Values.ToArray());
            Assert.Equal((t + 1, "a", 0.3), (record.Iteration, record.Component, record.StepSize));
            Close(x.Average(image => Phi(image, before, form)), record.PhiSynthesized);
            Close(Images(observed).Average(image => Phi(image, before, form)), record.PhiObserved);
            var square = gradients.Average(g => g.Sum(v => (double)v * v)) / d;
            Close(Math.Sqrt(square), record.GradientRms);
            Close(beta / 2 * square, record.Penalty);
            Close(Math.Sqrt(theta.Sum(v => v * v)), record.ThetaNorm);
            var (synthesized, real) = (Mean(x, ThetaForm.Filter), Mean(Images(observed), ThetaForm.Filter));
            var positions = 16.0;
            Close(synthesized.Zip(real, (a, b) => Math.Abs(a - b) / positions).Average(), record.ResponseDistance);
        }
    }

    private static IEnumerable<float[]> Images(PixelBatch batch) =>
        Enumerable.Range(0, batch.Count).Select(i => batch.Image(i).ToArray());

    private static PixelBatch One(float[] image) => new(image, 1, SmallTrainings.Size);

    private static double[] Average(IEnumerable<double[]> rows)
    {
        var all = rows.ToList();
        return [.. Enumerable.Range(0, all[0].Length).Select(k => all.Average(row => row[k]))];
    }

    private double[] Mean(IEnumerable<float[]> images, ThetaForm form) =>
        Average(images.Select(image => Statistics(image, form)));

    /// <summary>F of an image, [5,4,4], or its sums over the positions, [5].</summary>
    private double[] Statistics(float[] image, ThetaForm form)
    {
        var f = new float[5 * 16];
        engine.Responses(One(image), Layout(form), f);
        return form == ThetaForm.Spatial
            ? Compare.ToDouble(f)
            : [.. f.Chunk(16).Select(map => map.Sum(v => (double)v))];
    }

    private double Phi(float[] image, double[] theta, ThetaForm form) =>
        Statistics(image, form).Zip(theta, (f, t) => f * t).Sum();

    private float[] Gradient(float[] image, double[] theta, ThetaForm form)
    {
        var gradient = new float[image.Length];
        engine.Gradient(One(image), ThetaOf(theta, form), gradient);
        return gradient;
    }

    private double[] PenaltyGradient(float[] image, double[] theta, ThetaForm form)
    {
        var given = ThetaOf(theta, form);
        var results = new EnergyResults(1, SmallTrainings.Size, given.Layout);
        engine.Evaluate(One(image), given, results);
        return Compare.ToDouble(results.Penalty);
    }

    private static Theta ThetaOf(double[] theta, ThetaForm form) =>
        new(Layout(form), 1, [.. theta.Select(v => (float)v)]);

    private static ResponseLayout Layout(ThetaForm form) => SmallTrainings.Trunk.Layout(SmallTrainings.Size, form);

    private static void Close(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-4 * Math.Abs(expected), $"{actual} instead of {expected}");

    private static void Close(double[] expected, float[] actual) =>
        Assert.InRange(Compare.RelativeError(Compare.ToDouble(actual), expected), 0, 1e-4);

    private sealed class OwnGamma : ITrainingRandomness
    {
        private readonly TrainingRandomness _seeded = new(1);

        public INoiseSource Noise(int subStream) => _seeded.Noise(subStream);

        public double Gamma(int model, int iteration) => model == 1 ? 0.3 + (0.1 * iteration) : 0;
    }
}
