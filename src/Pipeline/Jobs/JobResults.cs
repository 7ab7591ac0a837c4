using WFrame.Jobs.Results;
using WFrame.Jobs.Work;

namespace WFrame.Jobs;

/// <summary>The results of a batch put together: in the order of the inputs, whoever made them and when.</summary>
public sealed class JobResults
{
    private const int MostNamed = 5;

    private readonly Manifest _manifest;
    private readonly JobFolder _folder;

    /// <summary>Looks at what is there.</summary>
    /// <param name="manifest">The batch.</param>
    /// <param name="folder">Its results.</param>
    public JobResults(Manifest manifest, JobFolder folder)
    {
        (_manifest, _folder) = (manifest, folder);
        Missing = [.. manifest.Shards.Where(s => !folder.IsDone(s))];
    }

    /// <summary>Shards without a result.</summary>
    public IReadOnlyList<Shard> Missing { get; }

    /// <summary>Ends where something is missing.</summary>
    /// <exception cref="UsageException">Some shards have no result; those set aside are told with their reason.</exception>
    public void RequireAll()
    {
        if (Missing.Count == 0)
        {
            return;
        }
        var named = Missing
            .Take(MostNamed)
            .Select(s =>
                _folder.Failure(s) is { } failure ? $"{s.Number} ({failure.Message.TrimEnd('.')})" : $"{s.Number}"
            );
        var more = Missing.Count > MostNamed ? $" and {Missing.Count - MostNamed} more" : "";
        throw new UsageException(
            $"{Missing.Count} of {_manifest.Shards.Count} shards have no result in {_folder.Path}: {string.Join(", ", named)}{more}; run the batch again, those set aside too, or collect what is there with Partial.",
            "Partial"
        );
    }

    /// <summary>Names of the model's components, the columns of the scores.</summary>
    /// <exception cref="UsageException">Plans of the manifest score under different models.</exception>
    public IReadOnlyList<string> ScoreComponents()
    {
        string[]? components = null;
        foreach (var plan in Plans(JobKind.Score))
        {
            if (plan.Shards.FirstOrDefault(_folder.IsDone) is { } done)
            {
                string[] own = [.. _folder.Describe(done)["components"]!.AsArray().Select(c => (string)c!)];
                components ??= own;
                if (!components.SequenceEqual(own))
                {
                    throw new UsageException(
                        "The manifest scores under models with other components, which make no one table; collect each plan alone."
                    );
                }
            }
        }
        return components ?? [];
    }

    /// <summary>Columns of numbers that the rows have, of score, phi, similarity, percentile, p and deviation; none where nothing is scored.</summary>
    /// <exception cref="UsageException">Plans of the manifest score under models that fill other columns.</exception>
    public IReadOnlyList<string> ScoreColumns()
    {
        string[] all = [.. Plans(JobKind.Score).Select(p => string.Join(' ', p.ScoreColumns())).Distinct()];
        return all switch
        {
            [] => [],
            [var columns] => columns.Split(' '),
            _ => throw new UsageException(
                $"The manifest scores under models that tell different things ({string.Join("; ", all)}), which make no one table; collect each plan alone."
            ),
        };
    }

    /// <summary>One row for each input, in order; holds one at a time.</summary>
    /// <exception cref="InvalidContentException">A result was damaged.</exception>
    public IEnumerable<ScoredRow> Scores()
    {
        foreach (var plan in Plans(JobKind.Score))
        {
            var columns = plan.ScoreColumns();
            foreach (var row in plan.Shards.Where(_folder.IsDone).SelectMany(shard => Rows(shard, columns)))
            {
                yield return row;
            }
        }
    }

    private IEnumerable<ScoredRow> Rows(Shard shard, IReadOnlyList<string> columns)
    {
        var path = Path.Combine(_folder.Result(shard), ScoringWork.Rows);
        var rows = 0;
        foreach (var line in File.ReadLines(path))
        {
            rows++;
            yield return ReadRow(line, path, columns);
        }
        if (rows != shard.Count)
        {
            throw new InvalidContentException(
                $"{path} holds {rows} rows for {shard.Count} inputs; remove its folder and run the batch again."
            );
        }
    }

    /// <summary>
    /// What scores again those images alone that had no score and are there now, for instance repaired; the rows replace
    /// theirs in <see cref="Scores(IReadOnlyList{JobResults})"/>.
    /// </summary>
    public IEnumerable<ScoringJob> Retry()
    {
        foreach (var plan in Plans(JobKind.Score))
        {
            string[] bad =
            [
                .. new JobResults(new Manifest(plan), _folder)
                    .Scores()
                    .Where(row => row.Error is not null && File.Exists(plan.Locate(row.Image, null)))
                    .Select(row => row.Image)
                    .Distinct(),
            ];
            if (bad.Length > 0)
            {
                yield return new ScoringJob
                {
                    Folder = plan.Folder,
                    Queue = plan.Queue,
                    Model = plan.Weights!,
                    Images = bad,
                    Pixels = PixelJson.Read(plan.ReadOptions()["pixels"]),
                };
            }
        }
    }

    /// <summary>As <see cref="Scores()"/>, where a row without a score is replaced by that of a later batch.</summary>
    /// <param name="later">Batches of <see cref="Retry"/>; small ones, their rows are held.</param>
    public IEnumerable<ScoredRow> Scores(params IReadOnlyList<JobResults> later)
    {
        var better = new Dictionary<string, ScoredRow>(StringComparer.Ordinal);
        foreach (var row in later.SelectMany(results => results.Scores()).Where(row => row.Error is null))
        {
            better[row.Image] = row;
        }
        return Scores()
            .Select(row =>
                row.Error is not null && better.TryGetValue(row.Image, out var mended)
                    ? mended with
                    {
                        Label = row.Label,
                    }
                    : row
            );
    }

    /// <summary>The models of each plan as one, in the order of the groups.</summary>
    public IEnumerable<WFrameModel> Banks() =>
        Plans(JobKind.Train)
            .Select(plan =>
                ModelBank.Of(
                    plan.Shards.Where(_folder.IsDone).Select(s => Path.Combine(_folder.Result(s), TrainingWork.Model))
                )
            )
            .OfType<WFrameModel>();

    /// <summary>The evaluations, an object each with the set's name first.</summary>
    public IEnumerable<JsonObject> Evaluations()
    {
        foreach (var shard in Plans(JobKind.Evaluate).SelectMany(p => p.Shards).Where(_folder.IsDone))
        {
            var path = Path.Combine(_folder.Result(shard), EvaluationWork.Result);
            var evaluation = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            evaluation.Insert(0, "set", shard.Parts[0].Name);
            yield return evaluation;
        }
    }

    /// <summary>The images drawn: component, name of the file, path.</summary>
    public IEnumerable<(string Component, string Name, string Path)> Pictures() =>
        from shard in Plans(JobKind.Sample).SelectMany(p => p.Shards).Where(_folder.IsDone)
        from path in Directory.GetFiles(_folder.Result(shard), "*.png").Order(StringComparer.Ordinal)
        select (shard.Parts[0].Name, Path.GetFileName(path), path);

    /// <summary>Writes a page with the learning curves of all models, averaged, and their pictures; nothing where no model was trained.</summary>
    /// <returns>Whether there was anything to write.</returns>
    public bool WriteReport(string path)
    {
        JobPlan[] plans = [.. Plans(JobKind.Train)];
        if (plans.Length > 0)
        {
            JobReport.Write(path, plans, _folder);
        }
        return plans.Length > 0;
    }

    private IEnumerable<JobPlan> Plans(JobKind kind) => _manifest.Plans.Where(p => p.Kind == kind);

    private static ScoredRow ReadRow(string line, string path, IReadOnlyList<string> columns)
    {
        try
        {
            return ScoredRow.Read(line, columns);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new InvalidContentException(
                $"{path} was damaged: {e.Message.TrimEnd('.')}; remove its folder and run the batch again.",
                e
            );
        }
    }
}
