using WFrame.Images.Decoding;

namespace WFrame.Images;

/// <summary>What loading one picture gave.</summary>
/// <param name="Crops">Its crops.</param>
/// <param name="Sha256">Hash of its file; null for a record of a batch file.</param>
/// <param name="HadAlpha">Whether something of it was transparent.</param>
internal sealed record LoadedPicture(LoadedImage[] Crops, string? Sha256, bool HadAlpha);

/// <summary>What a user should know about a load, each thing said once however many pictures it concerns.</summary>
internal static class LoadNotices
{
    public static List<string> Of(LoadedPicture?[] pictures, PixelOptions options)
    {
        var notices = new List<string>();
        LoadedPicture[] there = [.. pictures.Where(p => p is not null).Select(p => p!)];
        if (options.Alpha == AlphaHandling.White && there.Where(p => p.HadAlpha).ToArray() is { Length: > 0 } alpha)
        {
            notices.Add($"{Say(alpha)} transparency and {(alpha.Length == 1 ? "is" : "are")} composited on white.");
        }
        var size = options.Size;
        var small = there.Where(p => p.Crops.Any(c => c.Box.Width < size.Width || c.Box.Height < size.Height));
        if (small.ToArray() is { Length: > 0 } enlarged)
        {
            notices.Add(
                $"{Say(enlarged)} fewer pixels than {size} px and {(enlarged.Length == 1 ? "is" : "are")} enlarged."
            );
        }
        return notices;
    }

    private static string Say(LoadedPicture[] pictures) =>
        pictures.Length == 1
            ? $"{pictures[0].Crops[0].Entry.Name} has"
            : $"{pictures.Length} images ({pictures[0].Crops[0].Entry.Name} and others) have";
}
