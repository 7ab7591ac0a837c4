using WFrame.Jobs;
using WFrame.Jobs.Work;
using WFrame.Reports;

namespace WFrame.Queue;

/// <summary>A page of the results: how fast they come, what was set aside, and pictures and curves of the newest.</summary>
internal static class ShardPage
{
    private const int MostShown = 12;
    private const int MostFailed = 50;

    public static string Of(JobFolder folder)
    {
        var page = new HtmlPage("wframe shards");
        var results = folder.Newest(MostShown).ToArray();
        var attempts = folder.Attempts().ToArray();
        var hour = attempts.Where(a => a.Time > DateTimeOffset.UtcNow.AddHours(-1) && a.Exit is 0 or 3).ToArray();
        page.Facts([
            ("results in the last hour", $"{hour.Length}"),
            ("tries in all", $"{attempts.Length}"),
            ("seconds a shard", hour.Length == 0 ? "none" : $"{hour.Average(a => a.Seconds):0.0}"),
            ("set aside", $"{folder.Failures().Count()}"),
        ]);
        page.Heading("Newest results");
        foreach (var result in results)
        {
            var picture = Path.Combine(result, TrainingWork.Picture);
            if (File.Exists(picture))
            {
                page.Picture(Path.GetFileName(result)[..12], File.ReadAllBytes(picture));
            }
        }
        page.Curves(results.Select(Curves).OfType<string>().Take(4));
        page.Heading("Set aside");
        page.Table(folder.Failures().Take(MostFailed).Select(f => ($"shard {f.Shard} (exit {f.Exit})", f.Message)));
        page.Heading("Queue");
        page.Note("The queue itself is at the root of this server.");
        return page.ToString();
    }

    private static string? Curves(string result)
    {
        var description = JsonNode.Parse(File.ReadAllText(Path.Combine(result, JobFolder.Description)))!;
        if (description["models"] is not JsonArray models)
        {
            return null;
        }
        var curves = new CurvePlot($"Response distance R, {Path.GetFileName(result)[..12]}");
        foreach (var model in models.Take(8))
        {
            double[] values = [.. model!["responseDistance"]!.AsArray().Select(r => (double)r!)];
            if (values.Length > 0)
            {
                _ = curves.Line(
                    [.. Enumerable.Range(1, values.Length).Select(t => (double)t)],
                    values,
                    (string)model["name"]!
                );
            }
        }
        curves.Axes("iteration");
        return curves.Svg(520, 320);
    }
}
