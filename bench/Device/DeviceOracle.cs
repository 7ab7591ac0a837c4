using WFrame.Engines;
using WFrame.Testing;
using Xunit.Sdk;

namespace WFrame.Bench.Device;

/// <summary>The reference cases of the engines' tests, on a device.</summary>
internal static class DeviceOracle
{
    /// <param name="options">Which device.</param>
    /// <param name="clock">Time since the start.</param>
    /// <param name="until">Seconds: nothing is begun after it.</param>
    /// <param name="left">Receives a sentence about what was not run.</param>
    public static IReadOnlyList<OracleResult> Run(
        DeviceOptions options,
        Stopwatch clock,
        double until,
        List<string> left
    )
    {
        // A card's libraries choose how they sum; the CPU provider sums in the order that the strict tolerances are for.
        var reordered = options.OnGpu;
        List<(string Name, Func<double> Check)> cases =
        [
            .. OracleFolder.OfKind("trunk").Select(c => (c.Name, (Func<double>)(() => Evaluated(c)))),
            .. OracleFolder.OfKind("langevin").Select(c => (c.Name, (Func<double>)(() => Stepped(c)))),
            .. TapOracle.All.Select(c => (c.Name, (Func<double>)(() => Tapped(c)))),
        ];
        var results = new List<OracleResult>();
        foreach (var (name, check) in cases)
        {
            if (clock.Elapsed.TotalSeconds > until)
            {
                left.Add($"Reference case {name} and those after it: no time was left.");
                break;
            }
            results.Add(Result(name, check));
            Console.WriteLine($"{name}: {results[^1].Failure ?? "agrees"}");
        }
        return results;

        double Evaluated(OracleCase oracle)
        {
            var given = OracleInputs.Of(oracle);
            using var engine = EngineFactory.Create(given.Trunk, options.Device).Engine;
            var results = new EnergyResults(given.X.Count, given.X.Size, given.Theta.Layout);
            engine.Evaluate(given.X, given.Theta, results);
            return OracleOutputs.AssertClose(oracle, results, reordered);
        }

        double Stepped(OracleCase oracle)
        {
            using var engine = EngineFactory.Create(OracleLangevin.Identity, options.Device).Engine;
            return OracleLangevin.AssertClose(oracle, engine);
        }

        double Tapped(TapOracle oracle)
        {
            var trunk = oracle.Trunk();
            var (x, theta) = (oracle.X, oracle.Theta(trunk));
            using var engine = EngineFactory.Create(trunk, options.Device).Engine;
            var results = new EnergyResults(x.Count, x.Size, theta.Layout);
            engine.Evaluate(x, theta, results);
            return oracle.AssertClose(results, reordered);
        }
    }

    private static OracleResult Result(string name, Func<double> check)
    {
        try
        {
            return new(name, check(), null);
        }
        catch (XunitException e)
        {
            return new(name, null, Line(e));
        }
        // What fails on a machine that we have never seen is a result, and the next case may work.
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new(name, null, $"{e.GetType().Name}: {Line(e)}");
        }
    }

    private static string Line(Exception e) => e.Message.Trim().Split('\n')[0].Trim();
}
