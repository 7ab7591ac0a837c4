using WFrame.Evaluation;
using WFrame.Evaluation.Classifiers;
using WFrame.Images;
using WFrame.Metrics;

namespace WFrame.Experiments;

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

    public string Protocol => $"{_classifier.Card.Protocol}, sha256 {_classifier.Card.Sha256}";

    /// <summary>
    /// Puts pictures through the network: their logits, [N,K]. A row depends on its picture alone, so predictions may be
    /// scored in any company without another pass.
    /// </summary>
    /// <exception cref="UsageException">There is no picture.</exception>
    /// <exception cref="InvalidContentException">A logit is not finite.</exception>
    public FeatureMatrix Predict(IEnumerable<RgbImage> images) => Pass(images).Logits!;

    /// <summary>The same with the pooled features, [N,D], where the classifier's card names some.</summary>
    /// <inheritdoc cref="Predict"/>
    public ImageFeatures Pass(IEnumerable<RgbImage> images) =>
        FeaturePass.Run(ImageSet.FromImages("sample", images), _classifier, cancellation: _cancellation);

    /// <summary>Score of all these predictions together; it grows with their number, so compare equal numbers only.</summary>
    /// <exception cref="UsageException">There is no prediction, or they come from different networks.</exception>
    public static double Score(params IEnumerable<FeatureMatrix> predictions)
    {
        var logits = FeatureMatrix.Join("Inception score", [.. predictions]);
        var options = new InceptionScoreOptions { Splits = logits.Rows >= FewestForSplits ? 10 : 1 };
        return InceptionScore.Compute(logits, options).Mean;
    }

    public void Dispose() => _classifier.Dispose();
}
