using WFrame.Engines;
using WFrame.Trunks;

namespace WFrame.Bench.Device;

/// <summary>How far a device is from the CPU engine after some steps, and from itself.</summary>
internal static class DeviceAgreement
{
    private const int Models = 4;
    private const int Pixels = 32;

    /// <param name="device">The device.</param>
    public static IReadOnlyDictionary<string, string> Of(string device)
    {
        var (once, again) = (Chains(device, 5), Chains(device, 5));
        return new Dictionary<string, string>
        {
            ["two engines, five steps"] = once.AsSpan().SequenceEqual(again) ? "the same bytes" : "other bytes",
            ["error of one step, of max|x|"] = Error(Chains(device, 1), Chains("cpu", 1)),
            ["error of five steps, of max|x|"] = Error(once, Chains("cpu", 5)),
        };
    }

    private static float[] Chains(string device, int steps)
    {
        var trunk = Trunk.Vgg16Conv4();
        using var engine = EngineFactory.Create(trunk, device).Engine;
        var work = new DeviceWork(trunk, Models, Pixels);
        work.Run(engine, steps);
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
