using WFrame.Engines;
using WFrame.Ort;
using WFrame.Testing;

namespace WFrame.Energy.Tests.Engines;

[Trait("Category", "Oracle")]
public sealed class TrunkOracleTests
{
    public static TheoryData<string> Cases => OracleFolder.Names("trunk");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Given_an_oracle_trunk_When_evaluated_Then_F_Phi_G_and_P_agree(string name)
    {
        var oracle = OracleFolder.Case(name);
        var given = OracleInputs.Of(oracle);
        using var engine = new OrtEngine(given.Trunk, OrtDevice.Cpu, threads: 2);
        var results = new EnergyResults(given.X.Count, given.X.Size, given.Theta.Layout);

        engine.Evaluate(given.X, given.Theta, results);

        OracleOutputs.AssertClose(oracle, results);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Given_an_oracle_trunk_When_only_G_or_F_is_asked_for_Then_they_are_the_bytes_of_the_whole_evaluation(
        string name
    )
    {
        var given = OracleInputs.Of(OracleFolder.Case(name));
        using var engine = new OrtEngine(given.Trunk, OrtDevice.Cpu, threads: 1);
        var results = new EnergyResults(given.X.Count, given.X.Size, given.Theta.Layout);
        var (gradient, responses) = (new float[results.Gradient.Length], new float[results.Responses.Length]);

        engine.Evaluate(given.X, given.Theta, results);
        engine.Gradient(given.X, given.Theta, gradient);
        engine.Responses(given.X, given.Theta.Layout, responses);

        Assert.Equal(results.Gradient, gradient);
        Assert.Equal(results.Responses, responses);
    }
}
