using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Testing;

/// <summary>Trunk, images and theta of a trunk case.</summary>
public sealed record OracleInputs(Trunk Trunk, PixelBatch X, Theta Theta)
{
    public static OracleInputs Of(OracleCase oracle)
    {
        var trunk = RawWeights.Read(oracle.WeightsFolder);
        var shape = oracle.Shape("x");
        var size = new ImageSize(shape[2], shape[3]);
        var form = oracle.Params.GetProperty("form").GetString() == "filter" ? ThetaForm.Filter : ThetaForm.Spatial;
        var theta = new Theta(trunk.Layout(size, form), oracle.Shape("theta")[0], oracle.Floats("theta"));
        return new(trunk, new(oracle.Floats("x"), shape[0], size), theta);
    }
}
