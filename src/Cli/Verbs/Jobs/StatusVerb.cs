using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Jobs;

namespace WFrame.Cli.Verbs.Jobs;

/// <summary>wframe jobs status: how far a batch is, from the folder of its results.</summary>
internal static class StatusVerb
{
    public static Verb Verb { get; } =
        new("status", "Says how far a batch is, and which shards were set aside and why.", Run, JobOptions.Results)
        {
            Positional = JobOptions.ManifestFile,
            Examples = ["wframe jobs status manifest.jsonl --results batch --json"],
        };

    private static int Run(VerbCall call)
    {
        var manifest = JobOptions.Read(call);
        var folder = new JobFolder(InputFiles.ResultFolder(call.Get(JobOptions.Results)));
        var (done, waiting, failed) = (0, 0, new List<ShardFailure>());
        foreach (var shard in manifest.Shards)
        {
            if (folder.IsDone(shard))
            {
                done++;
            }
            else if (folder.Failure(shard) is { } failure)
            {
                failed.Add(failure with { Shard = shard.Number });
            }
            else
            {
                waiting++;
            }
        }
        return call.Done(
            new JsonObject
            {
                ["schema"] = "wframe.jobs.status/1",
                ["shards"] = manifest.Shards.Count,
                ["done"] = done,
                ["waiting"] = waiting,
                ["setAside"] = new JsonArray([
                    .. failed.Select(f => JsonValue.Create($"shard {f.Shard} (exit {f.Exit}): {f.Message}")),
                ]),
            }
        );
    }
}
