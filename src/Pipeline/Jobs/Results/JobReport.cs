using WFrame.Files;
using WFrame.Jobs.Work;
using WFrame.Reports;

namespace WFrame.Jobs.Results;

/// <summary>report.html of a batch of trainings: R averaged over all models, how much they differ, which diverged.</summary>
internal static class JobReport
{
    private const int MostPictures = 24;
    private const int MostNamed = 20;

    public static void Write(string path, IReadOnlyList<JobPlan> plans, JobFolder folder)
    {
        var page = new HtmlPage("wFRAME batch");
        var learned = plans.Select(plan => Models(plan, folder).ToArray()).ToArray();
        var all = learned.SelectMany(models => models).ToArray();
        string[] diverged = [.. all.Where(m => (bool)m["diverged"]!).Select(m => (string)m["name"]!)];
        if (diverged.Length > 0)
        {
            var more = diverged.Length > MostNamed ? $" and {diverged.Length - MostNamed} more" : "";
            page.Alarm(
                $"{diverged.Length} of {all.Length} models diverged and are kept at their last good state: {string.Join(", ", diverged.Take(MostNamed))}{more}."
            );
        }
        page.Facts([
            ("models", $"{all.Length}"),
            ("diverged", $"{diverged.Length}"),
            ("shards", $"{plans.Sum(p => p.Shards.Count)}"),
            ("response distance R", Mean(all.Select(Last))),
        ]);
        page.Heading("Learning curves");
        page.Curves([Curve(learned)]);
        page.Heading("Synthesised images");
        foreach (var shard in plans.SelectMany(p => p.Shards).Where(folder.IsDone).Take(MostPictures))
        {
            var names = string.Join(", ", shard.Parts.Take(3).Select(p => p.Name));
            page.Picture(names, File.ReadAllBytes(Path.Combine(folder.Result(shard), TrainingWork.Picture)));
        }
        page.Heading("Settings");
        page.Table(plans.Select((plan, i) => ($"plan {i}", plan.Options)));
        AtomicFile.WriteText(path, page.ToString());
    }

    private static IEnumerable<JsonObject> Models(JobPlan plan, JobFolder folder) =>
        plan
            .Shards.Where(folder.IsDone)
            .SelectMany(s => folder.Describe(s)["models"]!.AsArray())
            .Select(m => m!.AsObject());

    private static double Last(JsonObject model) => R(model) is [.., var last] ? last : double.NaN;

    private static double[] R(JsonObject model) => [.. model["responseDistance"]!.AsArray().Select(r => (double)r!)];

    private static string Mean(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        return finite.Length == 0 ? "none" : finite.Average().ToString("0.00", CultureInfo.InvariantCulture);
    }

    /// <summary>A line a plan, the mean over its models at each iteration, in a band of one standard deviation.</summary>
    private static string Curve(JsonObject[][] plans)
    {
        var curves = new CurvePlot("Response distance R, mean and standard deviation over models");
        for (var p = 0; p < plans.Length; p++)
        {
            double[][] each = [.. plans[p].Select(R).Where(r => r.Length > 0)];
            var length = each.Length == 0 ? 0 : each.Max(r => r.Length);
            var (x, mean, spread) = (new double[length], new double[length], new double[length]);
            for (var t = 0; t < length; t++)
            {
                double[] values = [.. each.Where(r => r.Length > t).Select(r => r[t])];
                (x[t], mean[t]) = (t + 1, values.Average());
                spread[t] = Math.Sqrt(values.Average(v => (v - mean[t]) * (v - mean[t])));
            }
            if (length > 0)
            {
                var color = curves.Line(x, mean, plans.Length > 1 ? $"plan {p}" : "");
                curves.Band(x, [.. mean.Zip(spread, (m, s) => m - s)], [.. mean.Zip(spread, (m, s) => m + s)], color);
            }
        }
        curves.Axes("iteration");
        return curves.Svg(720, 420);
    }
}
