using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Jobs;

namespace WFrame.Cli.Verbs.Jobs;

/// <summary>wframe jobs retry: plans again those images alone that had no score.</summary>
internal static class RetryVerb
{
    private static readonly Setting<string> Output = CommonOptions.Output("FILE", "Manifest to write.");

    private static readonly Setting<bool> Overwrite = CommonOptions.Overwrite("--output");

    public static Verb Verb { get; } =
        new(
            "retry",
            "Plans scores again for those images alone that could not be used and were repaired; run it, then collect both.",
            Run,
            JobOptions.Results,
            Output,
            Overwrite
        )
        {
            Positional = JobOptions.ManifestFile,
            Examples =
            [
                "wframe jobs retry scores.jsonl --results batch --output retry.jsonl",
                "wframe jobs run retry.jsonl --output batch",
                "wframe jobs collect scores.jsonl retry.jsonl --results batch --output scores --overwrite",
            ],
        };

    private static int Run(VerbCall call)
    {
        var output = call.Get(Output);
        Outputs.CheckFile(output, call.Get(Overwrite));
        var folder = new JobFolder(InputFiles.ResultFolder(call.Get(JobOptions.Results)));
        JobPlan[] plans =
        [
            .. new JobResults(JobOptions.Read(call), folder)
                .Retry()
                .Select(job => job.Plan(call.Say.Notice, cancellation: call.Cancellation)),
        ];
        if (plans.Length == 0)
        {
            throw new UsageException(
                "No image without a score is there now: nothing is to be tried again. Shards that were set aside are with wframe jobs run --retry-failed."
            );
        }
        var manifest = new Manifest(plans);
        manifest.Write(output);
        var images = plans.Sum(plan => plan.Inputs);
        return call.Done(
            new JsonObject
            {
                ["schema"] = "wframe.jobs.retry/1",
                ["manifest"] = Path.GetFullPath(output),
                ["shards"] = manifest.Shards.Count,
                ["inputs"] = images,
            },
            () => call.Say.Result($"{images} images in {Path.GetFullPath(output)}")
        );
    }
}
