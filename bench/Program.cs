using System.Globalization;
using BenchmarkDotNet.Running;

namespace WFrame.Bench;

internal static class Program
{
    private static void Main(string[] args)
    {
        switch (args)
        {
            case ["quick", .. var numbers]:
                Quick.Run([.. numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture))]);
                break;
            case ["phases", .. var sides]:
                foreach (var side in sides.DefaultIfEmpty("64"))
                {
                    QuickPhases.Run(int.Parse(side, CultureInfo.InvariantCulture));
                }
                break;
            case ["scaling"]:
                QuickScaling.Run();
                break;
            case ["training", var image, var side, var steps]:
                QuickTraining.Run(
                    image,
                    int.Parse(side, CultureInfo.InvariantCulture),
                    int.Parse(steps, CultureInfo.InvariantCulture)
                );
                break;
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
                break;
        }
    }
}
