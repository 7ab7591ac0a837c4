using WFrame.Cpu.Kernels;
using WFrame.Testing;

namespace WFrame.Energy.Tests.Cpu;

public sealed class AffineStepTests
{
    public static TheoryData<string> Cases => OracleFolder.Names("langevin");

    [Theory]
    [Trait("Category", "Oracle")]
    [MemberData(nameof(Cases))]
    public void Given_an_oracle_step_When_G_and_Z_are_applied_Then_the_next_state_agrees(string name)
    {
        var oracle = OracleFolder.Case(name);
        var (delta, sigma, s) = (oracle.Number("delta"), oracle.Number("sigma"), oracle.Number("s"));
        var half = delta * delta / 2;
        var x = oracle.Floats("x");

        AffineStep.Apply(
            x,
            oracle.Floats("G"),
            oracle.Floats("Z"),
            new((float)(1 - half), (float)(half * sigma * sigma), (float)(delta * s))
        );

        oracle.AssertClose("x_next", x);
    }
}
