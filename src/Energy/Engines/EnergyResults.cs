using WFrame.Responses;

namespace WFrame.Engines;

/// <summary>Buffers that <see cref="IEnergyEngine.Evaluate"/> fills; allocate once, use for every iteration.</summary>
public sealed class EnergyResults
{
    /// <summary>Allocates for <paramref name="count"/> images.</summary>
    public EnergyResults(int count, ImageSize size, ResponseLayout layout)
    {
        (Count, Size, Layout) = (count, size, layout);
        Responses = new float[checked(count * layout.Length)];
        Phi = new double[count];
        Gradient = new float[checked(count * size.Dimension)];
        Penalty = new float[checked(count * layout.ThetaLength)];
    }

    /// <summary>Number of images N.</summary>
    public int Count { get; }

    /// <summary>Image size.</summary>
    public ImageSize Size { get; }

    /// <summary>Where the taps lie in the F and P of an image.</summary>
    public ResponseLayout Layout { get; }

    /// <summary>F, [N, Length of the layout].</summary>
    public float[] Responses { get; }

    /// <summary>Phi, [N], accumulated in double.</summary>
    public double[] Phi { get; }

    /// <summary>G = dPhi/dx, [N,3,H,W].</summary>
    public float[] Gradient { get; }

    /// <summary>P = d|G|^2/dtheta, [N, ThetaLength of the layout].</summary>
    public float[] Penalty { get; }
}
