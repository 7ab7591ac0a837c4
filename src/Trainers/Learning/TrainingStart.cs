using WFrame.Textures;
using WFrame.Trunks;

namespace WFrame.Learning;

/// <summary>
/// Where a training goes on from a learned model: its chains, resized where the size differs, and its theta. A spatial theta
/// is resized too: it says where a filter should answer more, which is much the same at another size.
/// </summary>
/// <param name="from">The model.</param>
/// <param name="options">Of the training that goes on.</param>
/// <param name="trunk">Its trunk.</param>
/// <param name="size">Size of its images.</param>
internal sealed class TrainingStart(WFrameModel from, WFrameOptions options, Trunk trunk, ImageSize size)
{
    /// <summary>Whether theta is taken over: of another trunk or form it means something else.</summary>
    public bool KeepsTheta => from.Trunk.Sha256 == trunk.Sha256 && from.Options.Theta == options.Theta;

    /// <summary>Theta and chains of a component; chain i goes on from the model's i-th, counted around.</summary>
    public LearningState State(ModelComponent component)
    {
        var learned = component.Chains;
        var chains = new PixelBatch(options.Chains, size);
        for (var i = 0; i < chains.Count; i++)
        {
            Resize(learned.Image(i % learned.Count).Span, from.Size, chains.Image(i).Span, size);
        }
        var theta = KeepsTheta ? Theta(component) : new float[trunk.Layout(size, options.Theta).ThetaLength];
        return new LearningState(theta, chains, new float[theta.Length]);
    }

    private float[] Theta(ModelComponent component)
    {
        var (old, wanted) = (from.Trunk.Layout(from.Size, options.Theta), trunk.Layout(size, options.Theta));
        var theta = new float[wanted.ThetaLength];
        foreach (var (source, target) in old.Taps.Zip(wanted.Taps))
        {
            var values = component.Theta.AsSpan(source.ThetaOffset, source.ThetaLength);
            var result = theta.AsSpan(target.ThetaOffset, target.ThetaLength);
            if (source.Form == ThetaForm.Filter)
            {
                values.CopyTo(result);
                continue;
            }
            Resize(values, new(source.Height, source.Width), result, new(target.Height, target.Width));
        }
        return theta;
    }

    private static void Resize(ReadOnlySpan<float> planes, ImageSize from, Span<float> result, ImageSize to)
    {
        if (from == to)
        {
            planes.CopyTo(result);
            return;
        }
        Pyramid.Resize(planes, from, result, to);
    }
}
