using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Files;
using WFrame.Jobs;
using WFrame.Runs;

namespace WFrame.Cli.Verbs.Jobs;

/// <summary>wframe jobs collect: the results of all shards as one.</summary>
internal static class CollectVerb
{
    private const string Marker = "collect.json";

    private static readonly Setting<string> Output = CommonOptions.Output(
        "DIR",
        "Folder to write: scores, model.zip and report.html, evaluations.jsonl, or images."
    );

    private static readonly Setting<ScoreTables.Format> Format = Setting.Choice<ScoreTables.Format>(
        "format",
        "NAME",
        "Of scores: csv, jsonl or parquet.",
        "csv"
    );

    private static readonly Setting<bool> Partial = Setting.Switch(
        "partial",
        "Collect what is there, although shards are missing."
    );

    private static readonly Setting<bool> Overwrite = CommonOptions.Overwrite(
        "what an earlier collect wrote to --output"
    );

    public static Verb Verb { get; } =
        new(
            "collect",
            "Puts the results of all shards together, in the order of the inputs.",
            Run,
            JobOptions.Results,
            Output,
            Format,
            Partial,
            Overwrite
        )
        {
            Positional = Verb.Takes(
                "MANIFEST",
                "File that wframe jobs plan wrote; of scores then those of wframe jobs retry.",
                many: true
            ),
            Examples =
            [
                "wframe jobs collect manifest.jsonl --results batch --output faces-bank",
                "wframe jobs collect scores.jsonl --results batch --output scores --format parquet",
                "wframe jobs collect scores.jsonl retry.jsonl --results batch --output scores --overwrite",
            ],
        };

    private static int Run(VerbCall call)
    {
        var manifest = JobOptions.Read(call);
        var shared = new JobFolder(InputFiles.ResultFolder(call.Get(JobOptions.Results)));
        var results = new JobResults(manifest, shared);
        JobResults[] later = [.. call.Arguments.Skip(1).Select(path => new JobResults(Manifest.Read(path), shared))];
        if (!call.Get(Partial))
        {
            results.RequireAll();
            Array.ForEach(later, more => more.RequireAll());
        }
        using var output = new OutputFolder(call.Get(Output), Marker, call.Get(Overwrite));
        var json = new JsonObject
        {
            ["schema"] = "wframe.jobs.collect/1",
            ["output"] = output.FullPath,
            ["shards"] = manifest.Shards.Count,
            ["missing"] = results.Missing.Count,
        };
        output.Write(folder =>
        {
            Scores(call, results, later, folder, json);
            Models(results, folder, json);
            Evaluations(results, folder, json);
            Pictures(results, folder, json);
            AtomicFile.WriteText(Path.Combine(folder, Marker), json.ToJsonString() + "\n");
        });
        return call.Done(json);
    }

    private static void Scores(VerbCall call, JobResults results, JobResults[] later, string folder, JsonObject json)
    {
        var components = results.ScoreComponents();
        if (components.Count == 0)
        {
            return;
        }
        var format = call.Value(Format) ?? ScoreTables.Format.Csv;
        var name = $"scores.{format.ToString().ToLowerInvariant()}";
        var (rows, bad) = (0, 0);
        AtomicFile.Write(
            Path.Combine(folder, name),
            stream =>
                ScoreTables.Write(format, stream, results.ScoreColumns(), components, Counted(results.Scores(later)))
        );
        (json["scores"], json["rows"], json["bad"]) = (name, rows, bad);

        IEnumerable<ScoredRow> Counted(IEnumerable<ScoredRow> all)
        {
            foreach (var row in all)
            {
                call.Cancellation.ThrowIfCancellationRequested();
                rows++;
                bad += row.Error is null ? 0 : 1;
                yield return row;
            }
        }
    }

    private static void Models(JobResults results, string folder, JsonObject json)
    {
        var (number, components, diverged) = (0, 0, 0);
        foreach (var bank in results.Banks())
        {
            // One plan, one model; further ones are numbered.
            bank.Save(Path.Combine(folder, number == 0 ? "model.zip" : $"model-{number}.zip"));
            number++;
            components += bank.Components.Count;
            diverged += bank.Components.Count(c => c.Diverged);
        }
        if (number > 0)
        {
            _ = results.WriteReport(Path.Combine(folder, "report.html"));
            (json["models"], json["components"], json["diverged"]) = (number, components, diverged);
        }
    }

    private static void Evaluations(JobResults results, string folder, JsonObject json)
    {
        var lines = results.Evaluations().Select(e => e.ToJsonString() + "\n").ToArray();
        if (lines.Length > 0)
        {
            AtomicFile.WriteText(Path.Combine(folder, "evaluations.jsonl"), string.Concat(lines));
            json["evaluations"] = lines.Length;
        }
    }

    private static void Pictures(JobResults results, string folder, JsonObject json)
    {
        var pictures = results.Pictures().ToArray();
        string[] components = [.. pictures.Select(p => p.Component).Distinct()];
        var names = components.Zip(FileNames.Of(components)).ToDictionary(p => p.First, p => p.Second);
        foreach (var (component, name, path) in pictures)
        {
            var target = Directory.CreateDirectory(Path.Combine(folder, "images", names[component]));
            File.Copy(path, Path.Combine(target.FullName, name));
        }
        if (pictures.Length > 0)
        {
            json["images"] = pictures.Length;
        }
    }
}
