using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Engines;

/// <summary>A random trunk with an image that stays clear of its kinks, and theta of either form.</summary>
internal sealed record RandomEnergy(Trunk Trunk, ImageSize Size, double[] X, Theta Theta)
{
    // Far above float32 rounding and above what the finite differences move.
    private const double ClearOfKinks = 3e-5;

    public ReferenceTrunk Reference { get; } = new(Trunk);

    public PixelBatch Batch => new(X.Select(v => (float)v).ToArray(), 1, Size);

    public double[] ThetaValues => Compare.ToDouble(Theta.Values);

    /// <summary>F, Phi, G and P of the reference at the taps of theta.</summary>
    public ReferenceEnergy Expected => Reference.Evaluate(X, Size, ThetaValues, null, Theta.Layout);

    /// <summary>The same with taps of either form at random layers instead of the last one.</summary>
    public RandomEnergy WithTaps(int seed)
    {
        var random = new Random(seed);
        var names = Trunk.Taps.Where(_ => random.Next(3) > 0).Select(tap => tap.Layer).ToArray();
        var layout = Trunk.Layout(
            Size,
            [.. names.DefaultIfEmpty(Trunk.Taps[0].Layer).Select(name => new Tap(name, (ThetaForm)random.Next(2)))]
        );
        return this with { Theta = new Theta(layout, 1, RandomTrunks.Normal(random, layout.ThetaLength, 1)) };
    }

    public static RandomEnergy Draw(int seed)
    {
        var random = new Random(seed);
        while (true)
        {
            var (trunk, size) = (RandomTrunks.Draw(random), new ImageSize(random.Next(5, 13), random.Next(5, 13)));
            ResponseLayout layout;
            try
            {
                layout = trunk.Layout(size, ThetaForm.Spatial);
            }
            catch (UsageException)
            {
                continue;
            }
            var form = random.Next(2) == 0 ? ThetaForm.Spatial : ThetaForm.Filter;
            layout = trunk.Layout(size, form);
            var theta = new Theta(layout, 1, RandomTrunks.Normal(random, layout.ThetaLength, 1));
            var x = Compare.ToDouble(RandomTrunks.Normal(random, size.Dimension, 1));
            var energy = new RandomEnergy(trunk, size, x, theta);
            var alive = energy.Reference.Evaluate(x, size, energy.ThetaValues).Gradient.Any(g => g != 0);
            if (alive && energy.Reference.Margin(x, size) > ClearOfKinks)
            {
                return energy;
            }
        }
    }

    public double[] Moved(double[] from, double[] direction, double by) =>
        [.. from.Zip(direction, (f, d) => f + by * d)];

    /// <summary>P in the form of theta.</summary>
    public double[] PenaltyOf(ReferenceEnergy energy) =>
        [
            .. Theta.Layout.Taps.SelectMany(tap =>
                energy
                    .Penalty[tap.Offset..(tap.Offset + tap.Length)]
                    .Chunk(tap.Length / tap.ThetaLength)
                    .Select(c => c.Sum())
            ),
        ];
}
