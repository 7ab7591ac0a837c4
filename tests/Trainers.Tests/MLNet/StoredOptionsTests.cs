using WFrame.ModelFile;

namespace WFrame.Trainers.Tests.MLNet;

public class StoredOptionsTests
{
    /// <summary>As every version has written them.</summary>
    private const string Stored = """
        {"method":"frame","theta":"filter","iterations":7,"steps":8,"stepSize":0.1,"learningRate":0.002,"penalty":50,"referenceSigma":2,"noiseSigma":0.5,"chains":3,"clipTheta":null,"initialization":"gaussian","seed":18446744073709551615,"device":"ort-cpu","threads":3,"beta":0}
        """;

    private static WFrameOptions Options =>
        new()
        {
            Method = WFrameMethod.Frame,
            Theta = ThetaForm.Filter,
            Iterations = 7,
            Steps = 8,
            StepSize = 0.1,
            LearningRate = 0.002,
            Beta = 50,
            ReferenceSigma = 2,
            NoiseSigma = 0.5,
            Chains = 3,
            Initialization = ChainInitialization.Gaussian,
            Seed = ulong.MaxValue,
        };

    [Fact]
    public void Given_options_when_stored_then_names_and_order_are_those_of_every_version() =>
        Assert.Equal(Stored, StoredOptions.Write(Options, new() { Device = "ort-cpu", Threads = 3 }).ToJsonString());

    [Fact]
    public void Given_no_engine_when_stored_then_the_file_does_not_tell_where_it_ran() =>
        Assert.Equal("auto 0", $"{StoredOptions.Write(Options)["device"]} {StoredOptions.Write(Options)["threads"]}");

    [Fact]
    public void Given_stored_options_when_read_then_they_are_the_same() =>
        Assert.Equal(Options, StoredOptions.Read(JsonNode.Parse(Stored)!.AsObject()));

    [Theory]
    [InlineData("\"steps\":8", "\"steps\":0", "Steps 0 is too small")]
    [InlineData("\"penalty\":50", "\"penalty\":-1", "Beta -1 is not allowed")]
    public void Given_a_stored_option_out_of_range_when_read_then_the_file_is_at_fault(
        string old,
        string changed,
        string named
    )
    {
        var json = JsonNode.Parse(Stored.Replace(old, changed, StringComparison.Ordinal))!.AsObject();

        var error = Assert.Throws<InvalidDataException>(() => StoredOptions.Read(json));

        Assert.StartsWith(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_an_unknown_method_when_read_then_it_is_refused() =>
        Assert.Throws<JsonException>(() =>
            StoredOptions.Read(JsonNode.Parse(Stored.Replace("frame", "other", StringComparison.Ordinal))!.AsObject())
        );
}
