using WFrame.Engines;
using WFrame.Trunks;

namespace WFrame.Bench.Device;

/// <summary>Steps a second, size after size in the order of interest.</summary>
internal static class DeviceRates
{
    private const int MostSteps = 20;

    /// <summary>Sizes in the order in which they are worth their time.</summary>
    private static readonly (int Pixels, int Models)[] All =
    [
        (32, 512),
        (64, 64),
        (32, 64),
        (128, 8),
        (64, 512),
        (32, 1),
        (64, 1),
        (128, 1),
        (32, 8),
        (64, 8),
        (128, 64),
        (128, 512),
    ];

    /// <summary>Those that are tried: on a CPU the small ones.</summary>
    public static IReadOnlyList<(int Pixels, int Models)> Sizes(DeviceOptions options) =>
        options.OnGpu ? All : [.. All.Where(s => s.Models <= 8 && s.Pixels <= 64).OrderBy(s => s.Models * s.Pixels)];

    /// <summary>The most telling sizes: those that are measured with TF32 and profiled.</summary>
    public static IReadOnlyList<(int Pixels, int Models)> Telling(DeviceOptions options) =>
        options.OnGpu ? All[..4] : [(32, 1), (32, 8)];

    /// <summary>Measures an engine at each size.</summary>
    /// <param name="name">Its name in the results.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="sizes">Sizes.</param>
    /// <param name="seconds">Seconds for all of them.</param>
    /// <param name="left">Receives a sentence about each size that was not measured.</param>
    public static IReadOnlyList<RateResult> Measure(
        string name,
        IEnergyEngine engine,
        IReadOnlyList<(int Pixels, int Models)> sizes,
        double seconds,
        List<string> left
    )
    {
        var clock = Stopwatch.StartNew();
        var results = new List<RateResult>();
        // Time of one chain and pixel in one step, from the last size: whether the next one can be done in time.
        var perPixel = 0.0;
        for (var i = 0; i < sizes.Count; i++)
        {
            var (pixels, models) = sizes[i];
            var what = $"{models} models at {pixels} px, {name}";
            var rest = seconds - clock.Elapsed.TotalSeconds;
            var work = (double)models * pixels * pixels;
            if (DeviceWork.Bytes(models, pixels) > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4)
            {
                left.Add($"{what}: this machine has not the memory for it.");
                continue;
            }
            // A warm-up and one step that counts are the least.
            if (rest <= 0 || 3 * perPixel * work > rest)
            {
                left.Add($"{what}: no time was left.");
                continue;
            }
            var result = Measure(name, engine, pixels, models, rest / (sizes.Count - i));
            results.Add(result);
            perPixel = result.StepsPerSecond is { } rate ? 1 / rate / work : perPixel;
            Console.WriteLine(
                $"{what}: {result.StepsPerSecond?.ToString("g4", CultureInfo.InvariantCulture)} steps/s {result.Note}"
            );
        }
        return results;
    }

    private static RateResult Measure(string name, IEnergyEngine engine, int pixels, int models, double seconds)
    {
        try
        {
            var clock = Stopwatch.StartNew();
            var work = new DeviceWork(Trunk.Vgg16Conv4(), models, pixels);
            work.Run(engine, 1);
            // The same number of steps again: graphs and buffers are then there.
            var one = Stopwatching.Milliseconds(() => work.Run(engine, 1)) / 1000;
            var steps = (int)Math.Clamp(seconds / 4 / one, 1, MostSteps);
            var rates = new List<double>();
            do
            {
                rates.Add(steps * 1000 / Stopwatching.Milliseconds(() => work.Run(engine, steps)));
            } while (clock.Elapsed.TotalSeconds + (steps / rates[^1]) < seconds && rates.Count < 50);
            rates.Sort();
            return new(pixels, models, name, rates[rates.Count / 2], null);
        }
        // What fails on a machine that we have never seen is a result, and the next size may work.
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new(pixels, models, name, null, $"{e.GetType().Name}: {e.Message.Trim().Split('\n')[0]}");
        }
    }
}
