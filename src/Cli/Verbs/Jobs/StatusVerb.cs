using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Jobs;

namespace WFrame.Cli.Verbs.Jobs;

/// <summary>wframe jobs status: how far a batch is, from the folder of its results.</summary>
internal static class StatusVerb
{
    public static Verb Verb { get; } =
        new(
            "status",
            "Says how far a batch is, and which shards were set aside and why; or, with --connection, how a queue is.",
            Run,
            JobOptions.ResultsIfAny,
            QueueVerbs.Connection
        )
        {
            Positional = JobOptions.ManifestFile,
            PositionalIsOptional = true,
            Examples =
            [
                "wframe jobs status manifest.jsonl --results batch --json",
                "wframe jobs status --connection \"$DATABASE\"",
            ],
        };

    private static int Run(VerbCall call)
    {
        if (QueueVerbs.IsAsked(call))
        {
            return QueueVerbs.Count(call);
        }
        JobOptions.RequireManifest(call);
        var manifest = JobOptions.Read(call);
        var results =
            call.Text(JobOptions.ResultsIfAny)
            ?? throw new UsageException("--results is missing: give the folder that wframe jobs run wrote to.");
        var folder = new JobFolder(InputFiles.ResultFolder(results));
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
