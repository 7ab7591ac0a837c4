using WFrame.Cli.Options;
using WFrame.Jobs;

namespace WFrame.Cli.Verbs.Jobs;

/// <summary>What a run came to, for people and programs.</summary>
internal static class JobSummaries
{
    private const int MostListed = 20;

    public static void Print(VerbCall call, JobSummary summary, string output, double seconds)
    {
        var json = new JsonObject
        {
            ["schema"] = "wframe.jobs.run/1",
            ["output"] = output,
            ["shards"] = summary.Shards,
            ["wereDone"] = summary.WereDone,
            ["done"] = summary.Done,
            ["diverged"] = new JsonArray([.. summary.Diverged.Select(n => JsonValue.Create(n))]),
            ["failed"] = new JsonArray([.. summary.Failed.Select(Failure)]),
            ["left"] = summary.Left,
            ["retries"] = summary.Retries,
            ["seconds"] = Math.Round(seconds, 3),
        };
        _ = call.Done(json, () => call.Say.Result(Rows(summary, output, seconds)));
        foreach (var failure in summary.Failed.Take(MostListed))
        {
            var tries = failure.Attempts == 1 ? "" : $" after {failure.Attempts} tries";
            call.Say.Problem($"shard {failure.Shard} was set aside{tries} (exit {failure.Exit}): {failure.Message}");
        }
        if (summary.Failed.Count > 0)
        {
            var more = summary.Failed.Count > MostListed ? $"and {summary.Failed.Count - MostListed} more; " : "";
            call.Say.Problem($"{more}mend the cause, then the same command with --retry-failed tries them again.");
        }
        if (summary.GivenUp is { } reason)
        {
            call.Say.Problem(reason);
        }
        else if (summary.Left > 0)
        {
            call.Say.Problem($"stopped with {summary.Left} shards left; the same command goes on.");
        }
    }

    private static JsonNode Failure(ShardFailure failure) =>
        new JsonObject
        {
            ["shard"] = failure.Shard,
            ["exit"] = failure.Exit,
            ["attempts"] = failure.Attempts,
            ["message"] = failure.Message,
        };

    private static IEnumerable<(string, string)> Rows(JobSummary summary, string output, double seconds)
    {
        yield return ("output", output);
        yield return ("shards", $"{summary.Shards}");
        if (summary.WereDone > 0)
        {
            yield return ("done before", $"{summary.WereDone}");
        }
        yield return ("done", $"{summary.Done}");
        yield return ("diverged", $"{summary.Diverged.Count}");
        yield return ("set aside", $"{summary.Failed.Count}");
        yield return ("left", $"{summary.Left}");
        yield return ("tried again", $"{summary.Retries}");
        yield return ("seconds", seconds.ToString("0.0", CultureInfo.InvariantCulture));
    }
}
