using WFrame.Metrics;
using WFrame.Reports;

namespace WFrame.Evaluation.Catalog;

/// <summary><see cref="InceptionScore"/> with its uncertainty, and that of the reference images where there are any.</summary>
public sealed record InceptionScoreMetric() : Metric("inception-score", MetricNeeds.Logits)
{
    /// <summary>Splits, shuffle and seed.</summary>
    public InceptionScoreOptions Options { get; init; } = new();

    /// <summary>Bootstrap sets of the interval; 0: no interval. Default 200.</summary>
    public int BootstrapReplicates { get; init; } = 200;

    /// <inheritdoc/>
    public override void Check(int generated, int reference)
    {
        Options.Validate(generated);
        if (BootstrapReplicates is < 0 or 1)
        {
            throw new UsageException(
                $"Bootstrap interval: {BootstrapReplicates} replicates asked for; 0 or at least 2 are allowed."
            );
        }
    }

    /// <inheritdoc/>
    public override MetricResult Compute(MetricInputs inputs)
    {
        var (logits, reference) = inputs.Logits;
        var few = logits.Rows < ScoreUncertainty.FewestForExtrapolation;
        // The reference is scored in as many splits, or the two would not compare.
        var options = Options with
        {
            Splits = Options.SplitsOf(logits.Rows),
        };
        var unsplit = reference is not null && reference.Rows < options.Splits;
        var score = InceptionScore.Compute(logits, options) with
        {
            Interval =
                BootstrapReplicates == 0
                    ? null
                    : ScoreUncertainty.Bootstrap(logits, BootstrapReplicates, 0.95, Options.Seed, inputs.Cancellation),
            Extrapolation = few ? null : ScoreUncertainty.Extrapolate(logits, 15, Options.Seed),
            Reference = reference is null || unsplit ? null : InceptionScore.Compute(reference, options),
        };
        var warnings = new List<string>();
        if (few)
        {
            warnings.Add(
                $"Inception score of {logits.Rows} images is biased downwards by the small set, and fewer than "
                    + $"{ScoreUncertainty.FewestForExtrapolation} images do not tell by how much; compare it only with scores of as many."
            );
        }
        if (Options.Splits is null && options.Splits < InceptionScoreOptions.UsualSplits)
        {
            warnings.Add(
                $"Inception score is of {options.Splits} splits, one an image, where {InceptionScoreOptions.UsualSplits} are usual: "
                    + $"give {InceptionScoreOptions.UsualSplits} images or more, or say how many splits (Splits)."
            );
        }
        if (unsplit)
        {
            warnings.Add(
                $"The Inception score of the reference is left out: its {reference!.Rows} images cannot be divided into "
                    + $"{options.Splits} splits."
            );
        }
        return new MetricResult(this, score, [.. Entries(score)])
        {
            Protocol =
            [
                new("splits", options.Splits, "Splits", $"{options.Splits}"),
                new("shuffle", Options.Shuffle, "Shuffled", $"{(Options.Shuffle ? "yes" : "no")}"),
                new("seed", Options.Seed, "Seed", $"{Options.Seed}"),
            ],
            Warnings = warnings,
            Plot = score.Extrapolation is { } limit
                ? new(
                    "inception-score",
                    "Inception score against the number of images, and its limit",
                    (curves, _) => Draw(curves, limit)
                )
                : null,
        };
    }

    private static IEnumerable<MetricEntry> Entries(InceptionScoreResult score)
    {
        yield return new("inceptionScore", Json(score), "Inception score", $"{score.Mean:f3} ± {score.Std:f3}");
        if (score.Interval is { } interval)
        {
            yield return new(
                FormattableString.Invariant($"Inception score in one split, {100 * interval.Confidence:f0} % interval"),
                $"{interval.Score:f3}, {interval.Low:f3} to {interval.High:f3}"
            )
            {
                Rank = 1,
            };
        }
        if (score.Extrapolation is { } limit)
        {
            yield return new("Inception score for infinitely many images", $"{limit.Score:f3}") { Rank = 1 };
        }
        if (score.Reference is { } real)
        {
            yield return new("Inception score of the reference", $"{real.Mean:f3} ± {real.Std:f3}") { Rank = 1 };
        }
    }

    private static object Json(InceptionScoreResult score) =>
        new
        {
            mean = score.Mean,
            std = score.Std,
            splits = score.Options.Splits,
            shuffle = score.Options.Shuffle,
            seed = score.Options.Seed,
            n = score.Count,
            interval = score.Interval,
            extrapolated = score.Extrapolation?.Score,
            reference = score.Reference is { } real ? Json(real) : null,
        };

    private static void Draw(CurvePlot curves, ScoreExtrapolation score)
    {
        double[] x = [.. score.Counts.Select(n => 1.0 / n)];
        curves.Dots(x, [.. score.Scores]);
        double[] ends = [0, x.Max()];
        double[] heights = [score.Score, score.Score + (score.Slope * ends[1])];
        _ = curves.Line(ends, heights, FormattableString.Invariant($"limit {score.Score:f3}"));
        curves.Axes("1 / number of images", "score");
    }
}
