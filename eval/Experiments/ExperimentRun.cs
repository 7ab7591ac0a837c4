using WFrame.Images;
using WFrame.Images.Writing;
using WFrame.Learning;

namespace WFrame.Experiments;

/// <summary>One training of an experiment: what was learned, and how it went.</summary>
public sealed record ExperimentRun
{
    internal ExperimentRun(string label, WFrameModel model)
    {
        (Label, Model) = (label, model);
        Histories =
        [
            .. model
                .Components.Select(c => model.History.Where(r => r.Component == c.Name).OrderBy(r => r.Iteration))
                .Select(h => h.ToArray())
                .Where(h => h.Length > 0),
        ];
        Summaries = [.. Histories.Select(h => LearningSummary.Of(h, model.Options))];
    }

    /// <summary>What it is called in the results.</summary>
    public string Label { get; }

    /// <summary>What was learned, with options and history.</summary>
    public WFrameModel Model { get; }

    /// <summary>What ran.</summary>
    public string Engine { get; init; } = "";

    /// <summary>Wall-clock seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Chains of the first component after the iterations that were asked for, by iteration.</summary>
    public IReadOnlyDictionary<int, PixelBatch> Snapshots { get; init; } = new Dictionary<int, PixelBatch>();

    /// <summary>History of each component that has one (not one that diverged at once), in order of iteration.</summary>
    public IReadOnlyList<IReadOnlyList<IterationRecord>> Histories { get; }

    /// <summary>Summary of each history.</summary>
    public IReadOnlyList<LearningSummary> Summaries { get; }

    /// <summary>The worst outcome of all components.</summary>
    public LearningOutcome Outcome =>
        Summaries.Count < Model.Components.Count ? LearningOutcome.Diverged : Summaries.Max(s => s.Outcome);

    /// <summary>The final chains of every component as pictures, component by component.</summary>
    public IReadOnlyList<RgbImage> Pictures => [.. Model.Components.SelectMany(c => PicturesOf(c.Chains))];

    /// <summary>Images of a batch as pictures, with this model's mean.</summary>
    public IEnumerable<RgbImage> PicturesOf(PixelBatch batch) =>
        Enumerable.Range(0, batch.Count).Select(i => PngWriter.ToImage(batch, i, Model.Trunk.Mean));
}
