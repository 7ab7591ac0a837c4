using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using WFrame.Evaluation.Classifiers;
using WFrame.Graphs;
using WFrame.ModelFile;

namespace WFrame.MLNet;

/// <summary>Which output of a classifier becomes a column.</summary>
public enum InceptionOutput
{
    /// <summary>Pooled features [D], for Frechet and kernel distances.</summary>
    Features,

    /// <summary>Class scores before softmax [K], for Inception scores.</summary>
    Logits,
}

/// <summary>A classifier as a stock ONNX estimator whose column names the caller chooses.</summary>
internal static class InceptionColumns
{
    public static OnnxScoringEstimator Estimator(
        MLContext context,
        string output,
        string input,
        string path,
        InceptionOutput which
    )
    {
        ImageGraphEstimator.CheckNames(output, input);
        ClassifierCard card;
        // Runs one image through, so that card and network are known to agree.
        using (var classifier = Classifier.Load(path))
        {
            card = classifier.Card;
        }
        var wanted =
            (which == InceptionOutput.Logits ? card.Logits : card.Features)
            ?? throw new UsageException($"The card of {path} names no {which} output: choose the other one.");
        var names = new Dictionary<string, string> { [card.Input.Name] = input, [wanted.Name] = output };
        var onnx = OnnxNames.Rename(card.ModelPath, card.ReadModel(), names);
        return StockOnnx.Estimator(context, [output], [input], onnx);
    }
}
