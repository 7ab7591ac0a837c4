using Xunit.Abstractions;

namespace WFrame.Reliability.Tests.Fuzzing;

/// <summary>
/// Mutates valid files and reads them: documented exceptions only, and no crash. Input n of a target depends on nothing but
/// n, so a find is repeated by its number. WFRAME_FUZZ_SECONDS=60 goes on for so long; otherwise a small fixed count is done.
/// </summary>
internal sealed class Fuzzer(ITestOutputHelper log)
{
    private static readonly double Seconds = double.TryParse(
        Environment.GetEnvironmentVariable("WFRAME_FUZZ_SECONDS"),
        CultureInfo.InvariantCulture,
        out var seconds
    )
        ? seconds
        : 0;

    /// <summary>Reads mutated inputs; all finds of a long run are told at its end, each kind once.</summary>
    /// <param name="target">What is read.</param>
    /// <param name="count">Inputs where no time is given.</param>
    /// <param name="input">Input n.</param>
    /// <param name="read">Reads it.</param>
    public void Run(string target, int count, Func<int, byte[]> input, Action<byte[]> read)
    {
        var (watch, refused, n) = (Stopwatch.StartNew(), 0, 0);
        var finds = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (; Seconds > 0 ? watch.Elapsed.TotalSeconds < Seconds : n < count; n++)
        {
            var bytes = input(n);
            try
            {
                refused += Documented.Refuses($"{target} {n}", () => read(bytes)) ? 1 : 0;
            }
            catch (Xunit.Sdk.XunitException find)
            {
                var start = bytes.Length <= 3000 ? Convert.ToBase64String(bytes) : $"{bytes.Length} bytes";
                var text = $"{find.Message[..Math.Min(find.Message.Length, 1500)]}\ninput: {start}";
                // Two finds of one place in the code are one.
                var at = find.Message.IndexOf("   at ", StringComparison.Ordinal);
                _ = finds.TryAdd(at < 0 ? text : find.Message[at..Math.Min(at + 120, find.Message.Length)], text);
            }
        }
        log.WriteLine(
            $"{target}: {n} inputs in {watch.Elapsed.TotalSeconds:f1} s, {refused} refused, {finds.Count} finds"
        );
        Assert.True(finds.Count == 0, $"{finds.Count} finds:\n{string.Join("\n\n", finds.Values)}");
        Assert.InRange(refused, 1, n);
    }
}
