using System.Reflection;
using WFrame.Files;
using WFrame.ModelFile;
using WFrame.Ort;
using WFrame.Reports;

namespace WFrame.Runs;

/// <summary>run.json: what is needed to do the run again.</summary>
internal static class RunDescription
{
    public static void Write(string path, TrainingPlan plan, WFrameTrainer trainer) =>
        AtomicFile.WriteText(
            path,
            JsonSerializer.Serialize(
                new
                {
                    schema = "wframe.run/1",
                    commandLine = plan.Request.CommandLine,
                    commandOptions = plan.Request.CommandOptions,
                    options = StoredOptions.Write(plan.Options, plan.Request.Engine),
                    size = $"{plan.Components[0].Observed.Size}",
                    checkpointEvery = plan.Request.CheckpointEvery,
                    components = plan.Components.Select(c => new { name = c.Name, images = c.Observed.Count }),
                    inputs = plan.Inputs,
                    skipped = plan.Skipped,
                    trunk = new { name = plan.Trunk.Name, sha256 = plan.Trunk.Sha256 },
                    engine = new { description = trainer.EngineDescription, reason = trainer.EngineReason },
                    versions = Versions(),
                },
                ReportJson.Indented
            )
        );

    /// <summary>How a run is learned.</summary>
    /// <exception cref="InvalidContentException">The file is no description of a run.</exception>
    public static WFrameOptions ReadOptions(string path)
    {
        try
        {
            using var json = StrictJson.Parse(File.ReadAllBytes(path));
            return StoredOptions.Read(JsonObject.Create(json.RootElement.GetProperty("options"))!);
        }
        catch (Exception e)
            when (e is JsonException or InvalidDataException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidContentException(
                $"{path} does not describe a run: {e.Message.TrimEnd('.')}; give the folder that a training wrote.",
                e
            );
        }
    }

    /// <summary>Versions of everything that has a say in the numbers.</summary>
    public static IReadOnlyDictionary<string, string> Versions() =>
        new Dictionary<string, string>
        {
            ["wframe"] = VersionOf(typeof(RunDescription)),
            ["onnxRuntime"] = OrtNatives.Version ?? "none",
            ["mlNet"] = VersionOf(typeof(Microsoft.ML.MLContext)),
            ["imageSharp"] = VersionOf(typeof(SixLabors.ImageSharp.Image)),
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["system"] = RuntimeInformation.OSDescription,
        };

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? type.Assembly.GetName().Version?.ToString()
        ?? "unknown";
}
