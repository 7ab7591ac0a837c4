using WFrame.Images.Geometry;
using WFrame.Images.Sources;

namespace WFrame.Images;

/// <summary>Pixels of a list of images, ready for an engine.</summary>
/// <param name="Pixels">[N,3,H,W], B, G, R minus the mean; crops of one picture are neighbours.</param>
/// <param name="Images">Where each of the N comes from.</param>
/// <param name="Skipped">One sentence for each picture left out; empty unless bad images are skipped.</param>
/// <param name="Remarked">What to tell the user of the pictures.</param>
internal sealed record LoadedImages(
    PixelBatch Pixels,
    IReadOnlyList<LoadedImage> Images,
    IReadOnlyList<string> Skipped,
    ImageNotices Remarked
)
{
    /// <summary>Sentences for the user, each said once.</summary>
    public IReadOnlyList<string> Notices => Remarked.Sentences;
}

/// <summary>One image of a batch.</summary>
/// <param name="Entry">The picture.</param>
/// <param name="Sha256">Hash of its file, lower-case hexadecimal; empty where none was taken.</param>
/// <param name="Crop">Number of the jittered crop, 0-based; 0 when there is none.</param>
internal sealed record LoadedImage(ImageEntry Entry, string Sha256, int Crop)
{
    /// <summary>What was taken of the upright picture.</summary>
    internal PixelBox Box { get; init; }

    /// <summary>Whether left and right were swapped.</summary>
    internal bool Mirrored { get; init; }

    /// <summary>What its user should know of the picture.</summary>
    internal PictureRemarks Remarks { get; init; }
}
