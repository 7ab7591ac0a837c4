using WFrame.Engines;
using WFrame.Testing;

namespace WFrame.Bench.Device;

/// <summary>How far F, G and P of the reference cases are off, whatever their tolerances: with and without TF32.</summary>
internal static class DeviceErrors
{
    /// <param name="options">The device.</param>
    /// <param name="tf32">Whether it may round factors to 10 bits.</param>
    /// <returns>The largest errors over all cases, of max|.|, by name.</returns>
    public static IReadOnlyDictionary<string, string> Of(DeviceOptions options, bool tf32)
    {
        var worst = new Dictionary<string, double>();
        var where = new EngineOptions { Device = options.Device, Tf32 = tf32 };
        foreach (var oracle in OracleFolder.OfKind("trunk"))
        {
            var given = OracleInputs.Of(oracle);
            using var engine = EngineFactory.Create(given.Trunk, where).Engine;
            var results = new EnergyResults(given.X.Count, given.X.Size, given.Theta.Layout);
            engine.Evaluate(given.X, given.Theta, results);
            Compared("F", results.Responses);
            Compared("G", results.Gradient);
            Compared("P", results.Penalty);

            void Compared(string name, float[] values)
            {
                if (oracle.Has(name) && oracle.Doubles(name) is var expected && expected.Length == values.Length)
                {
                    var error = Compare.RelativeError(Compare.ToDouble(values), expected);
                    worst[name] = Math.Max(worst.GetValueOrDefault(name), error);
                }
            }
        }
        return worst.ToDictionary(
            w => $"error of {w.Key} of the reference cases, of max|.|{(tf32 ? ", TF32" : "")}",
            w => w.Value.ToString("g3", CultureInfo.InvariantCulture)
        );
    }
}
