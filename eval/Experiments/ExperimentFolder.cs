using WFrame.Files;
using WFrame.Images;
using WFrame.Images.Writing;
using WFrame.Reports;

namespace WFrame.Experiments;

/// <summary>
/// The folder of one experiment: results.json, NAME.md with the tables, pictures. results.json is written last, so a
/// folder that has one is complete.
/// </summary>
public sealed class ExperimentFolder
{
    public const string Schema = "wframe.experiment/1";

    private readonly string _path;
    private readonly List<string> _pictures = [];

    /// <summary>Checks a folder; nothing is written or removed before the first picture or table.</summary>
    /// <exception cref="UsageException">It holds results and may not be overwritten, or is a file.</exception>
    public ExperimentFolder(string path, bool overwrite)
    {
        _path = Path.GetFullPath(path);
        if (File.Exists(_path))
        {
            throw new UsageException($"--output {path} is a file; give a folder.");
        }
        if (File.Exists(Results) && !overwrite)
        {
            throw new UsageException($"--output {path} holds results; choose another folder or --overwrite.");
        }
    }

    public string Results => Path.Combine(_path, "results.json");

    public IReadOnlyList<string> Pictures => _pictures;

    /// <summary>Writes NAME.png, a contact sheet of pictures in reading order; small ones are enlarged by whole pixels.</summary>
    public void Sheet(string name, IEnumerable<RgbImage> images, int columns = 0)
    {
        RgbImage[] all = [.. images];
        var scale = all.Length > 0 && all[0].Width < 64 ? 2 : 1;
        PngWriter.Write(Picture($"{name}.png"), ContactSheet.Make(all, columns, scale));
    }

    internal void WriteResults(object results) =>
        AtomicFile.WriteText(Results, JsonSerializer.Serialize(results, ReportJson.Indented) + "\n");

    /// <summary>Path of a picture, which the results will name.</summary>
    internal string Picture(string file)
    {
        _pictures.Add(file);
        return At(file);
    }

    /// <summary>Path of a file to write; the results that lie there are no longer whole from now on.</summary>
    public string At(string file)
    {
        Directory.CreateDirectory(_path);
        File.Delete(Results);
        return Path.Combine(_path, file);
    }
}
