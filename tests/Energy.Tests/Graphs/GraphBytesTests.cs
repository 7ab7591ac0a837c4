using WFrame.Graphs;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Graphs;

/// <summary>
/// Files that users keep are byte for byte what they were: the graphs of the default trunk with one tap at its end. A
/// change here is a change of format and must be wanted.
/// </summary>
public sealed class GraphBytesTests
{
    private static readonly ImageSize Size = new(20, 16);

    public static TheoryData<string, string> Graphs =>
        new()
        {
            { "responses", "6f17c25987d666902a770e8569c91be1ab8babdda2dfecc85e78370d3ce7ae6d" },
            { "phi", "08af886f1e51e494d0be5bc21d4ecc233d796ddb37f0481fd605e408218058af" },
            { "gradient", "056adcc0aaaec9dd2c1dd801ab85eb4250cbee44b29b1091e30712feeb58f584" },
            { "penalty", "f10aef5e3378c40180f4c6b88da9a066c6ae70e3c0b6632069a388b8b54cc252" },
            { "spatial score", "c6c5c039d97846a50b94f9a9548da741edfd3f080f2bf0f2dcd867fad6c72772" },
            { "filter score", "d3bdfaf44acf9a294c9b8743770836278210b6b290b02800b9688be4569d70bd" },
            { "features", "7b9a93ada90adee82da644e376a0ef174df427b5a0b93ccbc49de611b744387a" },
            { "pooled features", "59cb80baa045624877095304fd48b203ac311960846470b672ea54bace959c77" },
        };

    [Theory]
    [MemberData(nameof(Graphs))]
    public void Given_the_default_trunk_When_a_graph_is_made_Then_its_bytes_are_those_of_earlier_versions(
        string graph,
        string sha256
    ) => Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(Make(graph, Trunk.Vgg16Conv4()))));

    private static byte[] Make(string graph, Trunk trunk) =>
        graph switch
        {
            "responses" => GradientGraphs.Responses(trunk),
            "phi" => GradientGraphs.Phi(trunk),
            "gradient" => GradientGraphs.Gradient(trunk),
            "penalty" => GradientGraphs.Penalty(trunk),
            "spatial score" => GradientGraphs.Score(trunk, Theta(trunk, ThetaForm.Spatial), Size, 1.5),
            "filter score" => GradientGraphs.Score(trunk, Theta(trunk, ThetaForm.Filter), Size, 1.5, true),
            "features" => FeatureGraph.Create(trunk, Size, pooled: false, "x_in", "f_out"),
            _ => FeatureGraph.Create(trunk, Size, pooled: true, "x_in", "f_out"),
        };

    private static Theta Theta(Trunk trunk, ThetaForm form)
    {
        var theta = new Theta(trunk.Layout(Size, form), groups: 2);
        for (var i = 0; i < theta.Values.Length; i++)
        {
            theta.Values[i] = (i % 17) - 8;
        }
        return theta;
    }
}
