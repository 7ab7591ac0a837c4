using WFrame.Cli.Options;

namespace WFrame.Cli.Verbs.Jobs;

/// <summary>wframe jobs: batches of shards.</summary>
internal static class JobVerbs
{
    public static Verb Group { get; } =
        new(
            "jobs",
            "Batches: thousands of models, millions of images, on one machine or many.",
            new Verb(
                "plan",
                "Cuts a batch into shards and writes the manifest, one line a shard; nothing is computed yet.",
                PlanVerbs.Train,
                PlanVerbs.Score,
                PlanVerbs.Sample,
                PlanVerbs.Evaluate
            )
            {
                Examples = ["wframe jobs plan train faces/ --size 64 --group 9 --output manifest.jsonl"],
            },
            RunVerbs.Run,
            RunVerbs.Work,
            StatusVerb.Verb,
            CollectVerb.Verb,
            RetryVerb.Verb,
            ClusterVerbs.Slurm,
            ClusterVerbs.Kubernetes,
            QueueVerbs.Submit,
            QueueVerbs.Cancel,
            QueueVerbs.Dashboard
        )
        {
            Examples =
            [
                "wframe jobs plan train faces/ --group 9 --output manifest.jsonl",
                "wframe jobs run manifest.jsonl --output batch",
                "wframe jobs collect manifest.jsonl --results batch --output faces-bank",
            ],
        };
}
