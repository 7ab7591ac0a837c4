using WFrame.Responses;

namespace WFrame.Ort;

/// <summary>The theta of each image of a part of a batch.</summary>
/// <param name="Theta">All groups.</param>
/// <param name="Start">First image of the part.</param>
/// <param name="Count">Images of the whole batch.</param>
internal readonly record struct ThetaSlice(Theta Theta, int Start, int Count)
{
    /// <summary>Whether one theta serves all images.</summary>
    public bool Shared => Theta.Groups == 1;

    public ReadOnlySpan<float> Of(int image) => Theta.Group(Theta.GroupOf(Start + image, Count));
}
