using WFrame.Ort;
using WFrame.Trunks;

namespace WFrame.Bench.Device;

/// <summary>How much of the time of steps is spent inside kernels, as ONNX Runtime's own profile has it.</summary>
internal static class DeviceProfile
{
    /// <summary>A profile has an event for each node of each step; more steps only make it longer.</summary>
    private const int MostSteps = 20;

    private const int Shown = 5;

    /// <summary>Profiles some sizes, each with an engine of its own.</summary>
    /// <param name="options">Which device.</param>
    /// <param name="rates">What was measured without a profile: how many steps fit in the time.</param>
    /// <param name="sizes">Sizes in the order of interest.</param>
    /// <param name="seconds">Seconds for all of them.</param>
    /// <param name="left">Receives a sentence about each size that was not profiled.</param>
    public static IReadOnlyList<ProfileResult> Measure(
        DeviceOptions options,
        IReadOnlyList<RateResult> rates,
        IEnumerable<(int Pixels, int Models)> sizes,
        double seconds,
        List<string> left
    )
    {
        var clock = Stopwatch.StartNew();
        var results = new List<ProfileResult>();
        foreach (var (pixels, models) in sizes)
        {
            var what = $"Profile of {models} models at {pixels} px";
            var rate = rates.FirstOrDefault(r => (r.Pixels, r.Models) == (pixels, models))?.StepsPerSecond ?? 0;
            // A warm-up, the steps, and what reading them takes.
            var steps = (int)Math.Min(MostSteps, (seconds - clock.Elapsed.TotalSeconds) * rate / 3);
            if (steps < 1)
            {
                left.Add($"{what}: no time was left.");
                continue;
            }
            try
            {
                results.Add(Of(Device(options), pixels, models, steps));
                Console.WriteLine($"{what}: {results[^1].Kernels:p0} of the time inside kernels.");
            }
            // What fails on a machine that we have never seen is a result, and the next size may work.
#pragma warning disable CA1031
            catch (Exception e)
#pragma warning restore CA1031
            {
                left.Add($"{what}: {e.GetType().Name}: {e.Message.Trim().Split('\n')[0]}");
            }
        }
        return results;
    }

    /// <summary>On the CPU provider the graphs of a card are run, and one thread, so that times add up.</summary>
    private static OrtDevice Device(DeviceOptions options) =>
        !options.OnGpu ? new OrtDevice(null, Remote: true)
        : options.Device.Split(':') is [_, var index] ? new OrtDevice(int.Parse(index, CultureInfo.InvariantCulture))
        : new OrtDevice(0);

    private static ProfileResult Of(OrtDevice device, int pixels, int models, int steps)
    {
        var folder = Directory.CreateTempSubdirectory("device-profile-");
        try
        {
            double wall;
            var profiled = device with { Profile = Path.Combine(folder.FullName, "steps") };
            using (var engine = new OrtEngine(Trunk.Vgg16Conv4(), profiled, threads: 1))
            {
                var work = new DeviceWork(Trunk.Vgg16Conv4(), models, pixels);
                work.Run(engine, 1);
                wall = Stopwatching.Milliseconds(() => work.Run(engine, steps)) * 1000;
            }
            // A session writes its profile when it ends.
            ProfileEvent[] events =
            [
                .. folder
                    .EnumerateFiles()
                    .SelectMany(f => JsonNode.Parse(File.ReadAllBytes(f.FullName))!.AsArray())
                    .Select(ProfileEvent.Of),
            ];
            return Of(events, pixels, models, wall);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What the events of steps say, those of the first run apart.</summary>
    private static ProfileResult Of(ProfileEvent[] events, int pixels, int models, double wall)
    {
        ProfileEvent[] runs = [.. events.Where(e => e.Name == "model_run").OrderBy(e => e.Start)];
        // Memory is found and kernels are chosen in the first.
        var measured = events.Where(e => e.Start >= runs[1].Start).ToArray();
        // The card's own events, where this build records them; else what the processor waits for each node.
        var onCard = measured.Where(e => e.Category == "Kernel").ToArray();
        var kernels =
            onCard.Length > 0
                ? onCard
                : [.. measured.Where(e => e.Name.EndsWith("_kernel_time", StringComparison.Ordinal))];
        return new ProfileResult(
            pixels,
            models,
            runs.Length - 1,
            kernels.Sum(e => e.Length) / wall,
            runs.Skip(1).Sum(e => e.Length) / wall,
            onCard.Length > 0 ? "the card's clock" : "the processor's clock",
            kernels
                .GroupBy(e => e.Operator)
                .Select(g => (Name: g.Key, Share: g.Sum(e => e.Length) / wall))
                .OrderByDescending(o => o.Share)
                .Take(Shown)
                .ToDictionary(o => o.Name, o => Math.Round(o.Share, 4))
        );
    }

    /// <summary>A complete event of the trace format; times in microseconds.</summary>
    private readonly record struct ProfileEvent(
        string Category,
        string Name,
        string Operator,
        double Start,
        double Length
    )
    {
        public static ProfileEvent Of(JsonNode? json)
        {
            var (name, arguments) = ($"{json!["name"]}", json["args"] as JsonObject);
            return new(
                $"{json["cat"]}",
                name,
                $"{arguments?["op_name"] ?? arguments?["name"] ?? name}",
                (double?)json["ts"] ?? 0,
                (double?)json["dur"] ?? 0
            );
        }
    }
}
