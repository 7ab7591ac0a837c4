using WFrame.Images;
using WFrame.Images.Writing;
using WFrame.Learning;
using WFrame.ModelFile;

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
        Summaries = [.. Histories.Select(h => new LearningSummary(h, model.Options))];
    }

    public string Label { get; }

    public WFrameModel Model { get; }

    public string Engine { get; init; } = "";

    public double Seconds { get; init; }

    /// <summary>Files of the images of each component, as results.json names its inputs.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Images { get; init; } = [];

    /// <summary>Chains of the first component after the iterations that were asked for, by iteration.</summary>
    public IReadOnlyDictionary<int, PixelBatch> Snapshots { get; init; } = new Dictionary<int, PixelBatch>();

    /// <summary>History of each component that has one (not one that diverged at once), in order of iteration.</summary>
    public IReadOnlyList<IReadOnlyList<IterationRecord>> Histories { get; }

    public IReadOnlyList<LearningSummary> Summaries { get; }

    /// <summary>The worst outcome of all components.</summary>
    public LearningOutcome Outcome =>
        Summaries.Count < Model.Components.Count ? LearningOutcome.Diverged : Summaries.Max(s => s.Outcome);

    /// <summary>A recorded value of every component, iteration by iteration.</summary>
    public IEnumerable<double[]> CurvesOf(Func<IterationRecord, double> value) =>
        Histories.Select(history => history.Select(value).ToArray());

    /// <summary>The final chains of every component as pictures, component by component.</summary>
    public IReadOnlyList<RgbImage> Pictures => [.. Model.Components.SelectMany(c => PicturesOf(c.Chains))];

    /// <summary>Images of a batch as pictures, with this model's mean.</summary>
    public IEnumerable<RgbImage> PicturesOf(PixelBatch batch) =>
        Enumerable.Range(0, batch.Count).Select(i => PngWriter.ToImage(batch, i, Model.Trunk.Mean));

    /// <summary>What results.json says of it.</summary>
    internal object Describe(EngineOptions engine) =>
        new
        {
            label = Label,
            options = StoredOptions.Write(Model.Options, engine),
            size = $"{Model.Size}",
            components = Model.Components.Select(c => c.Name),
            images = Images,
            outcome = Outcome,
            engine = Engine,
            seconds = Math.Round(Seconds, 1),
            summaries = Summaries,
            responseDistance = CurvesOf(r => MeanAndSpread.Rounded(r.ResponseDistance)),
            phiSynthesized = CurvesOf(r => MeanAndSpread.Rounded(r.PhiSynthesized)),
            gradientRms = CurvesOf(r => MeanAndSpread.Rounded(r.GradientRms)),
        };
}
