using WFrame.Cpu;
using WFrame.Cpu.Kernels;
using WFrame.Engines;
using WFrame.Testing;

namespace WFrame.Energy.Tests.Cpu;

[Trait("Category", "Oracle")]
public sealed class CpuOracleTests
{
    public static TheoryData<string, LaneWidth> Trunks
    {
        get
        {
            var data = new TheoryData<string, LaneWidth>();
            foreach (var oracle in OracleFolder.OfKind("trunk"))
            {
                foreach (var width in Enum.GetValues<LaneWidth>())
                {
                    data.Add(oracle.Name, width);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Trunks))]
    public void Given_an_oracle_trunk_When_evaluated_Then_F_Phi_G_and_P_agree(string name, LaneWidth width)
    {
        var oracle = OracleFolder.Case(name);
        var given = OracleInputs.Of(oracle);
        using var engine = new CpuEngine(given.Trunk, threads: 2, width);
        var results = new EnergyResults(given.X.Count, given.X.Size, given.Theta.Layout);

        engine.Evaluate(given.X, given.Theta, results);

        OracleOutputs.AssertClose(oracle, results, reordered: true);
    }

    [Theory]
    [MemberData(nameof(Trunks))]
    public void Given_an_oracle_trunk_When_only_G_or_F_is_asked_for_Then_they_are_the_bytes_of_the_whole_evaluation(
        string name,
        LaneWidth width
    )
    {
        var given = OracleInputs.Of(OracleFolder.Case(name));
        using var engine = new CpuEngine(given.Trunk, threads: 1, width);
        var results = new EnergyResults(given.X.Count, given.X.Size, given.Theta.Layout);
        var (gradient, responses) = (new float[results.Gradient.Length], new float[results.Responses.Length]);

        engine.Evaluate(given.X, given.Theta, results);
        engine.Gradient(given.X, given.Theta, gradient);
        engine.Responses(given.X, given.Theta.Layout, responses);

        Assert.Equal(results.Gradient, gradient);
        Assert.Equal(results.Responses, responses);
    }
}
