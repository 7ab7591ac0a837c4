using WFrame.Images.Geometry;
using WFrame.Images.Sources;

namespace WFrame.Images;

/// <summary>Pixels of a list of images, ready for an engine.</summary>
/// <param name="Pixels">[N,3,H,W], B, G, R minus the mean; crops of one picture are neighbours.</param>
/// <param name="Images">Where each of the N comes from.</param>
/// <param name="Skipped">Pictures left out and why; empty unless bad images are skipped.</param>
/// <param name="Notices">Sentences for the user, each said once.</param>
/// <param name="Files">Every file used, in order of first use, with its hash.</param>
public sealed record LoadedImages(
    PixelBatch Pixels,
    IReadOnlyList<LoadedImage> Images,
    IReadOnlyList<SkippedImage> Skipped,
    IReadOnlyList<string> Notices,
    IReadOnlyList<HashedFile> Files
);

/// <summary>One image of a batch.</summary>
/// <param name="Entry">The picture.</param>
/// <param name="Crop">Number of the jittered crop, 0-based; 0 when there is none.</param>
/// <param name="Box">What was taken of the upright picture.</param>
/// <param name="Mirrored">Whether left and right were swapped.</param>
public sealed record LoadedImage(ImageEntry Entry, int Crop, PixelBox Box, bool Mirrored);

/// <summary>A picture that was left out.</summary>
/// <param name="Entry">The picture.</param>
/// <param name="Reason">One sentence that names it.</param>
public sealed record SkippedImage(ImageEntry Entry, string Reason);

/// <summary>A file and what it held.</summary>
/// <param name="Path">As in the entries.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record HashedFile(string Path, string Sha256);
