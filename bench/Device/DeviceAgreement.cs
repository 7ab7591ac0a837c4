using WFrame.Engines;
using WFrame.Trunks;

namespace WFrame.Bench.Device;

/// <summary>How far a device is from the CPU engine after some steps, and from itself.</summary>
internal static class DeviceAgreement
{
    private const int Models = 4;
    private const int Pixels = 32;

    /// <param name="device">The device.</param>
    /// <param name="tf32">Whether it may round factors to 10 bits.</param>
    public static IReadOnlyDictionary<string, string> Of(string device, bool tf32 = false)
    {
        var where = new EngineOptions { Device = device, Tf32 = tf32 };
        var (once, again, of) = (Chains(where, 5), Chains(where, 5), tf32 ? ", TF32" : "");
        return new Dictionary<string, string>
        {
            [$"two engines, five steps{of}"] = Same(once, again),
            [$"models one at a time, five steps{of}"] = Same(once, Chains(where, 5, together: false)),
            [$"error of one step, of max|x|{of}"] = Error(Chains(where, 1), Chains(new(), 1)),
            [$"error of five steps, of max|x|{of}"] = Error(once, Chains(new(), 5)),
        };
    }

    private static string Same(float[] one, float[] other) =>
        one.AsSpan().SequenceEqual(other) ? "the same bytes" : "other bytes";

    private static float[] Chains(EngineOptions where, int steps, bool together = true)
    {
        var trunk = Trunk.Vgg16Conv4();
        using var engine = EngineFactory.Create(trunk, where).Engine;
        var work = new DeviceWork(trunk, Models, Pixels);
        if (together)
        {
            work.Run(engine, steps);
        }
        for (var model = 0; model < Models && !together; model++)
        {
            work.RunOne(engine, model, steps);
        }
        return work.X.Values.ToArray();
    }

    private static string Error(float[] actual, float[] expected)
    {
        var scale = expected.Max(Math.Abs);
        return (actual.Zip(expected, (a, b) => Math.Abs(a - b)).Max() / scale).ToString(
            "g3",
            CultureInfo.InvariantCulture
        );
    }
}
