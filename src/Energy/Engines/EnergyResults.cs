using WFrame.Responses;

namespace WFrame.Engines;

/// <summary>Buffers that <see cref="IEnergyEngine.Evaluate"/> fills; allocate once, use for every iteration.</summary>
public sealed class EnergyResults
{
    /// <summary>Allocates for <paramref name="count"/> images.</summary>
    public EnergyResults(int count, ImageSize size, ResponseShape responses, ThetaForm form)
    {
        (Count, Size, Shape, Form) = (count, size, responses, form);
        Responses = new float[checked(count * responses.Length)];
        Phi = new double[count];
        Gradient = new float[checked(count * size.Dimension)];
        PenaltyLength = form == ThetaForm.Spatial ? responses.Length : responses.Channels;
        Penalty = new float[checked(count * PenaltyLength)];
    }

    /// <summary>Number of images N.</summary>
    public int Count { get; }

    /// <summary>Image size.</summary>
    public ImageSize Size { get; }

    /// <summary>Shape of F for one image.</summary>
    public ResponseShape Shape { get; }

    /// <summary>Form of theta; decides the length of P.</summary>
    public ThetaForm Form { get; }

    /// <summary>Numbers of P for one image: C*h*w, or C (summed over positions).</summary>
    public int PenaltyLength { get; }

    /// <summary>F, [N,C,h,w].</summary>
    public float[] Responses { get; }

    /// <summary>Phi, [N], accumulated in double.</summary>
    public double[] Phi { get; }

    /// <summary>G = dPhi/dx, [N,3,H,W].</summary>
    public float[] Gradient { get; }

    /// <summary>P = d|G|^2/dtheta, [N,C,h,w] or [N,C,1,1].</summary>
    public float[] Penalty { get; }
}
