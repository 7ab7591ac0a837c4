using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Trainers.Tests;

internal static class Trunks
{
    /// <summary>The trunk whose raw weights a reference case names.</summary>
    public static Trunk Of(OracleCase oracle) => RawWeights.Read(oracle.WeightsFolder);
}
