using WFrame.Engines;
using WFrame.Trunks;

namespace WFrame.Bench.Device;

/// <summary>
/// Everything that a GPU has to show: the reference cases, agreement with the CPU engine, steps a second beside the CPU
/// engine and PyTorch. Runs as well on the CPU provider, smaller, where there is no GPU.
/// </summary>
internal static class DeviceCheck
{
    /// <summary>Seconds kept back for starting, stopping and writing.</summary>
    private const double Reserve = 15;

    /// <param name="words">Options after the verb.</param>
    /// <param name="folder">Receives one JSON file, and the Markdown table of all JSON files in it.</param>
    /// <returns>0, or 1 where the device cannot be used or a reference case fails.</returns>
    public static int Run(IReadOnlyList<string> words, string folder)
    {
        var clock = Stopwatch.StartNew();
        DeviceResult result;
        try
        {
            result = Measure(DeviceOptions.Parse(words), clock);
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
        var table = DeviceReport.Write(result, folder);
        Console.WriteLine();
        Console.WriteLine(table);
        return result.Oracle.All(o => o.Failure is null) ? 0 : 1;
    }

    private static DeviceResult Measure(DeviceOptions options, Stopwatch clock)
    {
        var left = new List<string>();
        // The device is refused here, before anything takes time.
        using var device = EngineFactory.Create(Trunk.Vgg16Conv4(), options.Device).Engine;
        var oracle = DeviceOracle.Run(options, clock, options.Seconds / 5.0, left);
        var agreement = DeviceAgreement.Of(options.Device).Concat(DeviceErrors.Of(options, tf32: false)).ToDictionary();
        var sizes = DeviceRates.Sizes(options);
        var rates = new List<RateResult>();
        var facts = new Dictionary<string, string>();

        rates.AddRange(DeviceRates.Measure("device", device, sizes, Rest() * 0.3, left));
        var machine = DeviceMachine.Describe(options);
        // What follows needs the card's memory.
        device.Dispose();
        var telling = DeviceRates.Telling(options);
        var profiles = DeviceProfile.Measure(options, rates, telling, Rest() * 0.1, left);
        Tf32();
        rates.AddRange(DeviceTorch.Measure(options, sizes, Rest() * 0.6, facts, left));
        using var cpu = EngineFactory.Create(Trunk.Vgg16Conv4()).Engine;
        rates.AddRange(DeviceRates.Measure("cpu", cpu, sizes, Rest(), left));

        return new()
        {
            Date = DateTime.UtcNow,
            Device = options.Device,
            Machine = machine.Concat(facts).ToDictionary(),
            Oracle = oracle,
            Agreement = agreement,
            Rates = rates,
            Profiles = profiles,
            Left = left,
            Seconds = Math.Round(clock.Elapsed.TotalSeconds, 1),
        };

        void Tf32()
        {
            if (!options.OnGpu)
            {
                left.Add("TF32: it needs a card.");
                return;
            }
            var rounded = DeviceAgreement.Of(options.Device, tf32: true).Concat(DeviceErrors.Of(options, tf32: true));
            agreement = agreement.Concat(rounded).ToDictionary();
            var where = new EngineOptions { Device = options.Device, Tf32 = true };
            using var engine = EngineFactory.Create(Trunk.Vgg16Conv4(), where).Engine;
            rates.AddRange(DeviceRates.Measure("device-tf32", engine, telling, Rest() * 0.15, left));
        }

        double Rest() => Math.Max(1, options.Seconds - Reserve - clock.Elapsed.TotalSeconds);
    }
}
