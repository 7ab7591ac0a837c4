using WFrame.Files;

namespace WFrame.Cli.Output;

/// <summary>The folder of --output, to which a verb writes all of its files or none; locked as long as this lives.</summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string _folder;
    private readonly string _marker;
    private readonly string _option;
    private readonly OwnedFolder _owned;

    /// <summary>Checks, makes and locks the folder before anything is computed: what would fail at the end fails now.</summary>
    /// <param name="folder">--output.</param>
    /// <param name="marker">The file written last; its name without extension is the verb's.</param>
    /// <param name="overwrite">Whether what an earlier command of this verb wrote there may be replaced.</param>
    /// <param name="option">The option, where it is another one.</param>
    /// <exception cref="UsageException">It holds something that may not be replaced, or another process writes there.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public OutputFolder(string folder, string marker, bool overwrite, string option = "--output")
    {
        (_folder, _marker, _option) = (folder, marker, option);
        var kind = $"wframe {Path.GetFileNameWithoutExtension(marker)}";
        Check(OwnedFolder.Look(folder), kind, overwrite);
        Outputs.RequireWritable(folder, option);
        _owned = new OwnedFolder(folder, kind);
    }

    public string FullPath => _owned.Path;

    /// <summary>Writes the files beside the old ones and puts them in their places when all are there.</summary>
    /// <param name="write">Writes into the folder that it is given; the marker too.</param>
    public void Write(Action<string> write)
    {
        var staged = _owned.Stage();
        try
        {
            write(staged);
            _owned.Replace(staged, _marker);
        }
        finally
        {
            if (Directory.Exists(staged))
            {
                Directory.Delete(staged, recursive: true);
            }
        }
    }

    /// <summary>Names a file that stays in the folder, should the command be killed, until <see cref="Write"/> has ended.</summary>
    /// <param name="file">Relative to the folder.</param>
    /// <returns>Its full path.</returns>
    public string Claim(string file) => _owned.Claim(file);

    public void Dispose() => _owned.Dispose();

    private void Check(FolderContent content, string kind, bool overwrite)
    {
        // A list without the marker: an earlier command was killed while it put its files in their places.
        if (content.IsEmpty || (content.Kind == kind && !File.Exists(Path.Combine(_folder, _marker))))
        {
            return;
        }
        if (!overwrite)
        {
            throw new UsageException($"{_option} {_folder} is not empty; choose another folder or --overwrite.");
        }
        if (content.Kind != kind)
        {
            throw new UsageException(
                $"--overwrite refuses {_folder}: it has no list of files written by {kind}, so something else was written there; choose another folder."
            );
        }
    }
}
