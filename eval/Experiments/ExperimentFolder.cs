using System.Text.Json;
using System.Text.Json.Serialization;
using WFrame.Files;
using WFrame.Images;
using WFrame.Images.Writing;

namespace WFrame.Experiments;

/// <summary>
/// The folder of one experiment: results.json, NAME.md with the tables, pictures. results.json is written last, so a
/// folder that has one is complete.
/// </summary>
public sealed class ExperimentFolder
{
    /// <summary>Schema of results.json.</summary>
    public const string Schema = "wframe.experiment/1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly string _path;
    private readonly List<string> _pictures = [];

    /// <summary>Checks a folder; nothing is written or removed before the first picture or table.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="overwrite">Whether results that lie there may be replaced.</param>
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

    /// <summary>Full path of results.json.</summary>
    public string Results => Path.Combine(_path, "results.json");

    /// <summary>File names of the pictures written so far.</summary>
    public IReadOnlyList<string> Pictures => _pictures;

    /// <summary>Writes a contact sheet; small images are enlarged by whole pixels.</summary>
    /// <param name="name">File name without ending.</param>
    /// <param name="images">Pictures of one size, in reading order.</param>
    /// <param name="columns">Pictures in a row; 0 for a square.</param>
    public void Sheet(string name, IEnumerable<RgbImage> images, int columns = 0)
    {
        RgbImage[] all = [.. images];
        var scale = all.Length > 0 && all[0].Width < 64 ? 2 : 1;
        PngWriter.Write(Picture(name), ContactSheet.Make(all, columns, scale));
    }

    /// <summary>Writes curves with bands.</summary>
    /// <param name="name">File name without ending.</param>
    /// <param name="title">Above the plot.</param>
    /// <param name="bands">The curves.</param>
    /// <param name="logarithmic">Logarithmic vertical axis.</param>
    public void Curves(string name, string title, IReadOnlyList<CurveBand> bands, bool logarithmic = false) =>
        CurvePlot.Write(Picture(name), title, bands, logarithmic);

    /// <summary>Writes the tables as Markdown.</summary>
    internal void WriteTables(string name, string markdown) => AtomicFile.WriteText(At($"{name}.md"), markdown);

    /// <summary>Writes results.json.</summary>
    internal void WriteResults(object results) =>
        AtomicFile.WriteText(Results, JsonSerializer.Serialize(results, Json) + "\n");

    private string Picture(string name)
    {
        _pictures.Add($"{name}.png");
        return At($"{name}.png");
    }

    /// <summary>Path of a file to write; the results that lie there are no longer whole from now on.</summary>
    public string At(string file)
    {
        Directory.CreateDirectory(_path);
        File.Delete(Results);
        return Path.Combine(_path, file);
    }
}
