using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Engines;

/// <summary>Trunk, images and theta of a trunk case.</summary>
internal sealed record OracleInputs(Trunk Trunk, PixelBatch X, Theta Theta)
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
