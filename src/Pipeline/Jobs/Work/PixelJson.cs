namespace WFrame.Jobs.Work;

/// <summary>How images become pixels, as manifests hold it: all that decides the values.</summary>
internal static class PixelJson
{
    public static JsonObject Write(PixelOptions pixels) =>
        new()
        {
            ["height"] = pixels.Size.Height,
            ["width"] = pixels.Size.Width,
            ["cropSide"] = pixels.CropSide,
            ["crops"] = pixels.Crops,
            ["jitter"] = pixels.Jitter,
            ["mirroring"] = pixels.Mirroring.ToString(),
            ["seed"] = pixels.Seed,
            ["alpha"] = pixels.Alpha.ToString(),
            ["maxPixels"] = pixels.MaxPixels,
            ["skipBadImages"] = pixels.SkipBadImages,
        };

    public static PixelOptions Read(JsonNode? json) =>
        new()
        {
            Size = new ImageSize((int)json!["height"]!, (int)json["width"]!),
            CropSide = (int?)json["cropSide"],
            Crops = (int)json["crops"]!,
            Jitter = (double)json["jitter"]!,
            Mirroring = Enum.Parse<CropMirroring>((string)json["mirroring"]!),
            Seed = (ulong)json["seed"]!,
            Alpha = Enum.Parse<AlphaHandling>((string)json["alpha"]!),
            MaxPixels = (int)json["maxPixels"]!,
            SkipBadImages = (bool)json["skipBadImages"]!,
        };
}
