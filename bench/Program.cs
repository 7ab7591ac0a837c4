using BenchmarkDotNet.Running;

namespace WFrame.Bench;

internal static class Program
{
    private static void Main(string[] args)
    {
        if (args is ["quick", ..])
        {
            Quick.Run(args[1..]);
        }
        else
        {
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        }
    }
}
