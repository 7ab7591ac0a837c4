using WFrame.Engines;
using WFrame.Noise;
using WFrame.Responses;
using WFrame.Trainers.Tests;
using WFrame.Trunks;

namespace WFrame.Reliability.Tests.Concurrency;

/// <summary>What an engine gives when nobody else uses it, for each of the four calls.</summary>
internal sealed class Expected
{
    private readonly PixelBatch _images = SmallTrainings.Images(3, seed: 1);
    private readonly Theta _theta;
    private readonly float[][] _values;

    public Expected(Trunk trunk, string device, ResponseLayout layout)
    {
        _theta = new Theta(layout, 1);
        var values = _theta.Group(0);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = 1e-3f * ((i % 7) - 3);
        }
        using var engine = EngineFactory.Create(trunk, device, 1).Engine;
        _values = [.. Enumerable.Range(0, 4).Select(call => Call(engine, call))];
    }

    public static LangevinRun Steps(int chains, int steps) =>
        new(
            new LangevinCoefficients(0.98f, 0.02f, 0.2f),
            new PhiloxNoise(1),
            [.. Enumerable.Range(0, chains).Select(i => new ChainId(0, i))],
            Iteration: 0,
            FirstStep: 0,
            steps
        );

    /// <summary>Makes one of the four calls and compares every bit.</summary>
    public void Check(IEnergyEngine engine, int call) => Assert.Equal(_values[call], Call(engine, call));

    private float[] Call(IEnergyEngine engine, int call)
    {
        var layout = _theta.Layout;
        switch (call)
        {
            case 0:
                var responses = new float[_images.Count * layout.Length];
                engine.Responses(_images, layout, responses);
                return responses;
            case 1:
                var gradient = new float[_images.Values.Length];
                engine.Gradient(_images, _theta, gradient);
                return gradient;
            case 2:
                var results = new EnergyResults(_images.Count, _images.Size, layout);
                engine.Evaluate(_images, _theta, results);
                return [.. results.Responses, .. results.Gradient, .. results.Penalty];
            default:
                var x = _images.Clone();
                engine.Langevin(x, _theta, Steps(x.Count, 3));
                return x.Values.ToArray();
        }
    }
}
