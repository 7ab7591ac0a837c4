using WFrame.Images;

namespace WFrame.Evaluation.Classifiers;

/// <summary>One thread's share of a pass: decode, fit, fill a batch, infer, check. Reuses its input buffer.</summary>
internal sealed class BatchWorker(ImageSet images, Classifier classifier, FeatureBuffers outputs, int batchSize)
{
    private float[] _input = [];

    /// <summary>Images <paramref name="from"/> up to, not including, <paramref name="to"/>.</summary>
    public void Run(int from, int to, CancellationToken cancellation)
    {
        RgbImage? first = null;
        var start = from;
        for (var i = from; i < to; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var fitted = classifier.Preparation.Fit(images.Load(i));
            if (first is not null && (first.Width, first.Height) != (fitted.Width, fitted.Height))
            {
                // A graph that resizes takes images of any size, but of one size a batch.
                Infer(start, i, first);
                (first, start) = (null, i);
            }
            first ??= fitted;
            var length = fitted.Pixels.Length;
            if (_input.Length < batchSize * length)
            {
                Array.Resize(ref _input, batchSize * length);
            }
            classifier.Preparation.Fill(fitted, _input.AsSpan((i - start) * length, length));
        }
        Infer(start, to, first!);
    }

    private void Infer(int from, int to, RgbImage fitted)
    {
        var count = to - from;
        var logits = outputs.LogitRows(from, count);
        var features = outputs.FeatureRows(from, count);
        var values = _input.AsMemory(0, count * fitted.Pixels.Length);
        classifier.Run(values, classifier.Preparation.Shape(count, fitted), logits, features);
        RequireFinite("logit", logits, from, count);
        RequireFinite("feature", features, from, count);
    }

    private void RequireFinite(string what, ReadOnlySpan<float> values, int from, int count)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                var columns = values.Length / count;
                var value = values[i].ToString(CultureInfo.InvariantCulture);
                throw new InvalidContentException(
                    $"{images.NameOf(from + (i / columns))}: {what} {i % columns} that {classifier.Card.Protocol} gives for this "
                        + $"image is {value}, only finite numbers can be scored; leave the image out or check the classifier."
                );
            }
        }
    }
}
