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
                Quick.Run([.. numbers.Select(number => Parse(number))]);
                break;
            case ["phases", .. var sides]:
                foreach (var side in sides.DefaultIfEmpty("64"))
                {
                    QuickPhases.Run(Parse(side));
                }
                break;
            case ["scaling"]:
                QuickScaling.Run();
                break;
            case ["training", var image, var side, var steps, .. var seeds]:
                foreach (var seed in seeds.DefaultIfEmpty("7"))
                {
                    QuickTraining.Run(image, Parse(side), Parse(steps), (ulong)Parse(seed));
                }
                break;
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
                break;
        }
    }

    private static int Parse(string number) => int.Parse(number, CultureInfo.InvariantCulture);
}
