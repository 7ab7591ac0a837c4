using WFrame.Testing;

namespace WFrame.Trainers.Tests;

/// <summary>Line 8 with the coefficients of <see cref="LangevinStep"/>, for reference sigmas other than 1 too.</summary>
[Trait("Category", "Oracle")]
public class LangevinOracleTests
{
    public static TheoryData<string> Cases => OracleFolder.Names("langevin");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Given_a_state_a_gradient_and_noise_the_next_state_is_the_references(string name)
    {
        var oracle = OracleFolder.Case(name);
        var (x, gradient, z) = (oracle.Floats("x"), oracle.Floats("G"), oracle.Floats("Z"));

        var step = LangevinStep.Coefficients(oracle.Number("delta"), oracle.Number("sigma"), oracle.Number("s"));

        float[] next =
        [
            .. x.Select((value, i) => (step.State * value) + (step.Gradient * gradient[i]) + (step.Noise * z[i])),
        ];
        oracle.AssertClose("x_next", next);
    }
}
