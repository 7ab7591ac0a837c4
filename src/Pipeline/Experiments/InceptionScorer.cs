using WFrame.Graphs;

namespace WFrame.Pipeline;

/// <summary>Inception scores of an experiment, all by the classifier of --inception. Dispose it.</summary>
public sealed class InceptionScorer : IDisposable
{
    /// <summary>From so many images on the score is the mean of ten splits, as is the custom; below, splits would be too small.</summary>
    public const int FewestForSplits = 2000;

    private readonly Classifier _classifier;
    private readonly CancellationToken _cancellation;

    /// <summary>Opens the classifier and names its protocol in the results.</summary>
    /// <exception cref="UsageException">--inception is missing, or the classifier has no logits.</exception>
    /// <exception cref="InvalidContentException">Classifier and card cannot be used.</exception>
    public InceptionScorer(Experiment experiment)
    {
        var file =
            experiment.Options.Inception
            ?? throw new UsageException(
                "--inception is missing: give the ONNX classifier whose scores this experiment takes."
            );
        _classifier = Classifier.Load(file);
        if (_classifier.Card.Logits is null)
        {
            _classifier.Dispose();
            throw new UsageException($"--inception {file} has no logits: take a classifier whose card names some.");
        }
        (_cancellation, experiment.Protocol) = (experiment.Cancellation, Protocol);
    }

    /// <summary>Identity of weights and preprocessing.</summary>
    public string Protocol => $"{_classifier.Card.Protocol}, sha256 {_classifier.Card.Sha256}";

    /// <summary>Score of pictures; it grows with their number, so compare equal numbers only.</summary>
    /// <exception cref="UsageException">There is no picture.</exception>
    public double Score(IEnumerable<RgbImage> images)
    {
        var set = ImageSet.FromImages("sample", [.. images]);
        var features = FeaturePass.Run(set, _classifier, cancellation: _cancellation);
        var options = new InceptionScoreOptions { Splits = set.Count >= FewestForSplits ? 10 : 1 };
        return InceptionScore.Compute(features.Logits!, options).Mean;
    }

    /// <inheritdoc/>
    public void Dispose() => _classifier.Dispose();
}
