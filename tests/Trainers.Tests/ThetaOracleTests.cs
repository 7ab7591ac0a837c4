using WFrame.Testing;

namespace WFrame.Trainers.Tests;

[Trait("Category", "Oracle")]
public class ThetaOracleTests
{
    public static TheoryData<string> Cases => OracleFolder.Names("theta");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Given_the_statistics_of_an_iteration_the_update_is_the_references(string name)
    {
        var oracle = OracleFolder.Case(name);
        var theta = oracle.Floats("theta");
        var update = new ThetaUpdate(
            oracle.Number("lambda"),
            oracle.Number("beta"),
            (int)oracle.Number("d"),
            oracle.OptionalNumber("clip")
        );
        var next = update.Next(
            theta,
            oracle.Floats("H_obs"),
            oracle.Floats("H_syn"),
            oracle.Floats("P_prev"),
            oracle.Floats("P"),
            oracle.Number("gamma")
        );
        Assert.NotNull(next);
        oracle.AssertClose("theta_next", next);
        Assert.Equal(oracle.Floats("theta"), theta);
    }
}
