using BenchmarkDotNet.Running;
using WFrame.Bench.Device;

namespace WFrame.Bench;

internal static class Program
{
    private static int Main(string[] args)
    {
        var (verb, folder) = args is [.. var before, "--output", var given] ? (before, given) : (args, null);
        switch (verb)
        {
            case ["quick", .. var numbers]:
                Quick.Run([.. numbers.Select(Parse)], folder).Write(folder, args);
                break;
            case ["phases", .. var sides]:
                QuickPhases.Run(sides.DefaultIfEmpty("64").Select(Parse)).Write(folder, args);
                break;
            case ["decode", var images]:
                QuickDecode.Run(images).Write(folder, args);
                break;
            case ["scoring", var model, var images]:
                QuickScoring.Run(model, images).Write(folder, args);
                break;
            case ["features", var shared]:
                QuickFeatures.Run(shared).Write(folder, args);
                break;
            case ["deep", var trunk]:
                QuickDeep.Run(trunk).Write(folder, args);
                break;
            case ["device-check", .. var options]:
                return DeviceCheck.Run(options, folder ?? "device-check");
            case ["models", .. var numbers]:
                int[] counts = [.. numbers.Select(Parse), .. new[] { 16, 32, 1, 0 }.Skip(numbers.Length)];
                QuickModels.Run(counts[0], counts[1], counts[2], counts[3]).Write(folder, args);
                break;
            case ["scaling"]:
                QuickScaling.Run().Write(folder, args);
                break;
            case ["training", var image, var side, var steps, .. var seeds]:
                var all = seeds.DefaultIfEmpty("7").Select(seed => (ulong)Parse(seed));
                QuickTraining.Run(image, Parse(side), Parse(steps), all).Write(folder, args);
                break;
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
                break;
        }
        return 0;
    }

    private static int Parse(string number) => int.Parse(number, CultureInfo.InvariantCulture);
}
