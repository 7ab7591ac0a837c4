using WFrame.Ort;

namespace WFrame.Energy.Tests.Ort;

/// <summary>What the CUDA provider is told, as far as it can be seen without a card.</summary>
public sealed class CudaOptionsTests
{
    [Theory]
    [InlineData(false, "0")]
    [InlineData(true, "1")]
    public void Given_a_card_its_number_the_search_for_kernels_and_the_bits_of_products_are_told(
        bool tf32,
        string expected
    )
    {
        var options = OrtSessions.CudaOptions(new OrtDevice(3, Tf32: tf32));

        Assert.Equal("3", options["device_id"]);
        Assert.Equal(expected, options["use_tf32"]);
        Assert.Equal("HEURISTIC", options["cudnn_conv_algo_search"]);
    }

    [Fact]
    public void Given_the_key_of_the_same_bytes_in_every_run_this_runtime_knows_it() =>
        Assert.Contains(OrtSessions.Deterministic, Strings(), StringComparison.Ordinal);

    /// <summary>A key that it does not know would be stored, and do nothing.</summary>
    private static string Strings()
    {
        OrtNatives.Require();
        var library = Process
            .GetCurrentProcess()
            .Modules.Cast<ProcessModule>()
            .First(m =>
                m.ModuleName.Contains("onnxruntime", StringComparison.Ordinal)
                && !m.ModuleName.EndsWith(".dll", StringComparison.Ordinal)
            );
        return Encoding.Latin1.GetString(File.ReadAllBytes(library.FileName));
    }
}
