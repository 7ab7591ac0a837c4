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

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(3e38f)]
    public void Given_a_result_that_is_not_finite_there_is_no_next_theta(float observed) =>
        Assert.Null(new ThetaUpdate(2, 0, 3, null).Next([0, 0], [1, observed], [0, 0], [0, 0], [0, 0], 0.5));
}
