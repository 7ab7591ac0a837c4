using WFrame.Engines;

namespace WFrame.Experiments.Studies;

/// <summary>How well a score ranks one kind of images above another.</summary>
public static class Ranking
{
    /// <summary>
    /// Area under the receiver operating characteristic: how often a positive scores above a negative, ties counting half.
    /// 0.5 is chance, 1 perfect.
    /// </summary>
    /// <exception cref="ArgumentException">One kind is missing.</exception>
    public static double Area(IReadOnlyCollection<double> positives, IReadOnlyCollection<double> negatives)
    {
        if (positives.Count == 0 || negatives.Count == 0)
        {
            throw new ArgumentException("An area needs positives and negatives.", nameof(positives));
        }
        var above = positives.Sum(p =>
            negatives.Sum(n =>
                p > n ? 1
                : p == n ? 0.5
                : 0
            )
        );
        return above / ((double)positives.Count * negatives.Count);
    }

    /// <summary>
    /// The area of each component's own images against those of all other components, by its log-density or by the
    /// likelihood ratio: its log-density less the mean of the others', which cancels what makes any image likely. Constants
    /// of the components shift all scores of one column alike and so decide nothing.
    /// </summary>
    /// <param name="model">One component a class.</param>
    /// <param name="images">Images of each component that it did not learn from.</param>
    /// <param name="ratio">The likelihood ratio, or else the log-density.</param>
    /// <param name="engine">Runs the model's trunk.</param>
    public static IReadOnlyList<double> Areas(
        WFrameModel model,
        IReadOnlyList<PixelBatch> images,
        bool ratio,
        IEnergyEngine engine
    )
    {
        var scores = images.Select(batch => model.Score(engine, batch)).ToArray();
        return [.. Enumerable.Range(0, images.Count).Select(c => Area(Of(c, scores[c]), [.. Others(c)]))];

        IEnumerable<double> Others(int component) =>
            Enumerable.Range(0, images.Count).Where(c => c != component).SelectMany(c => Of(component, scores[c]));

        double[] Of(int component, ModelScores of) =>
            [
                .. Enumerable
                    .Range(0, of.Images)
                    .Select(i => of.ScoreOf(i, component) - (ratio ? Rest(of, i, component) : 0)),
            ];

        static double Rest(ModelScores of, int image, int component) =>
            Enumerable
                .Range(0, of.Components)
                .Where(k => k != component)
                .Select(k => of.ScoreOf(image, k))
                .DefaultIfEmpty(0)
                .Average();
    }
}
