namespace WFrame.Cli.Output;

internal static class InputFiles
{
    /// <summary>A file that must be there.</summary>
    /// <exception cref="UsageException">It does not exist, or is a folder.</exception>
    public static string Existing(string path, string what) =>
        Directory.Exists(path) ? throw new UsageException($"{what} {path} is a folder; give a file.")
        : File.Exists(path) ? path
        : throw new UsageException($"{what} {path} does not exist; give an existing file.");

    /// <summary>A model that draws images, or that is learned on.</summary>
    /// <exception cref="UsageException">It is of a texture.</exception>
    public static WFrameModel ImageModel(string path, string? instead = null)
    {
        var model = WFrameModel.Load(path);
        return model.IsTexture
            ? throw new UsageException(
                $"{path} is a texture, whose theta only scores; {instead ?? $"draw it with wframe texture --model {path} --output FILE.png"}."
            )
            : model;
    }

    /// <summary>A folder that must be there.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static string Folder(string path) =>
        Directory.Exists(path)
            ? path
            : throw new UsageException($"FOLDER {path} is no folder; give one with raw weights.");

    /// <summary>A folder that wframe jobs run wrote to.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static string ResultFolder(string path) =>
        Directory.Exists(Path.Combine(path, "shards"))
            ? path
            : throw new UsageException(
                $"--results {path} holds no results of a batch; give the folder that wframe jobs run wrote to."
            );

    /// <summary>The model file of a MODEL argument: itself, or model.zip of a run folder.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static string Model(string path)
    {
        if (!Directory.Exists(path))
        {
            return Existing(path, "MODEL");
        }
        var model = Path.Combine(path, "model.zip");
        return File.Exists(model)
            ? model
            : throw new UsageException($"MODEL {path} is a folder without model.zip; give a model or a finished run.");
    }
}
