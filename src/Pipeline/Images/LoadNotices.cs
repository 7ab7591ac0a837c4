namespace WFrame.Images;

/// <summary>What a user should know about a load, each thing said once however many pictures it concerns.</summary>
internal static class LoadNotices
{
    /// <param name="pictures">The crops of each picture; null where one was left out.</param>
    /// <param name="options">How they were loaded.</param>
    public static List<string> Of(LoadedImage[]?[] pictures, PixelOptions options)
    {
        var notices = new List<string>();
        var there = pictures.OfType<LoadedImage[]>();
        if (options.Alpha == AlphaHandling.White && there.Where(p => p[0].HadAlpha).ToArray() is { Length: > 0 } alpha)
        {
            notices.Add($"{Say(alpha)} transparency and {(alpha.Length == 1 ? "is" : "are")} composited on white.");
        }
        var size = options.Size;
        var small = there.Where(p => p.Any(crop => crop.Box.Width < size.Width || crop.Box.Height < size.Height));
        if (small.ToArray() is { Length: > 0 } enlarged)
        {
            notices.Add(
                $"{Say(enlarged)} fewer pixels than {size} px and {(enlarged.Length == 1 ? "is" : "are")} enlarged."
            );
        }
        return notices;
    }

    private static string Say(LoadedImage[][] pictures) =>
        pictures.Length == 1
            ? $"{pictures[0][0].Entry.Name} has"
            : $"{pictures.Length} images ({pictures[0][0].Entry.Name} and others) have";
}
