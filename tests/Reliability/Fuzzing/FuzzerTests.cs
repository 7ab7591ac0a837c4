using Xunit.Abstractions;

namespace WFrame.Reliability.Tests.Fuzzing;

/// <summary>The fuzzer sees what it is there for.</summary>
public sealed class FuzzerTests(ITestOutputHelper log)
{
    private static byte[][] Seeds =>
        [
            [.. Enumerable.Range(0, 200).Select(i => (byte)i)],
            [1, 2, 3],
        ];

    [Fact]
    public void Given_a_reader_that_fails_on_some_inputs_when_fuzzed_then_the_input_is_told()
    {
        var find = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() =>
            new Fuzzer(log).Run(
                "fragile",
                500,
                n => Mutator.Mutate(n, Seeds),
                bytes =>
                {
                    if (bytes.Length > 0 && bytes[0] == 255)
                    {
                        throw new InvalidOperationException("not documented");
                    }
                    throw new UsageException("Refused.");
                }
            )
        );

        Assert.Contains("1 finds", find.Message, StringComparison.Ordinal);
        Assert.Contains("not documented", find.Message, StringComparison.Ordinal);
        Assert.Contains("input: ", find.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_number_when_mutated_again_then_the_input_is_the_same()
    {
        var first = Enumerable
            .Range(0, 300)
            .Select(n => Convert.ToHexString(Mutator.Mutate(n, Seeds, "word")))
            .ToArray();

        Assert.Equal(
            first,
            Enumerable.Range(0, 300).Select(n => Convert.ToHexString(Mutator.Mutate(n, Seeds, "word")))
        );
        Assert.True(first.Distinct().Count() > 250);
    }
}
