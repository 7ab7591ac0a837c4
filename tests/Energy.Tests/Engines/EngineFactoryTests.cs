using WFrame.Engines;

namespace WFrame.Energy.Tests.Engines;

public sealed class EngineFactoryTests
{
    [Theory]
    [InlineData("auto")]
    [InlineData("cpu")]
    [InlineData("ort-cpu")]
    public void Given_a_known_device_When_created_Then_the_engine_runs_and_the_reason_is_given(string device)
    {
        var choice = EngineFactory.Create(SmallTrunks.Identity, device, threads: 1);
        using var engine = choice.Engine;
        var responses = new float[12];

        var x = new PixelBatch(Enumerable.Range(0, 12).Select(v => (float)v).ToArray(), 1, new(2, 2));
        engine.Responses(x, engine.Trunk.Layout(x.Size, ThetaForm.Spatial), responses);

        Assert.Equal(Enumerable.Range(0, 12).Select(v => (float)v), responses);
        Assert.NotEmpty(choice.Reason);
        Assert.NotEmpty(engine.Description);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("")]
    [InlineData("cuda:")]
    [InlineData("cuda:x")]
    [InlineData("cuda:-1")]
    public void Given_an_unknown_device_When_created_Then_the_allowed_ones_are_listed(string device)
    {
        var error = Assert.Throws<UsageException>(() => EngineFactory.Create(SmallTrunks.Identity, device));
        Assert.Contains("auto, cpu, ort-cpu, cuda or cuda:N", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_the_CPU_package_When_CUDA_is_asked_for_Then_the_sentence_says_how_to_build()
    {
        if (Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"))
        {
            return;
        }
        var error = Assert.Throws<UsageException>(() => EngineFactory.Create(SmallTrunks.Identity, "cuda:1"));
        Assert.Contains("-p:OnnxRuntimePackage=Microsoft.ML.OnnxRuntime.Gpu", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_negative_threads_When_created_Then_they_are_refused() =>
        Assert.Throws<UsageException>(() => EngineFactory.Create(SmallTrunks.Identity, "ort-cpu", -1));

    [Theory]
    [InlineData("auto")]
    [InlineData("cpu")]
    [InlineData("ort-cpu")]
    public void Given_TF32_without_a_card_When_created_Then_one_sentence_says_what_it_needs(string device)
    {
        var options = new EngineOptions { Device = device, Tf32 = true };

        var error = Assert.Throws<UsageException>(() => EngineFactory.Create(SmallTrunks.Identity, options));

        Assert.Equal(
            $"Tf32 needs an NVIDIA card and Device is {device}: give Device cuda or cuda:N, or leave Tf32 out.",
            error.Message
        );
        Assert.Equal(["Tf32", "Device"], error.Members);
    }
}
