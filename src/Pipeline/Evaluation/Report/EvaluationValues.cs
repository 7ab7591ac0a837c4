using System.Globalization;

namespace WFrame.Evaluation.Report;

/// <summary>One printed value.</summary>
/// <param name="Metric">Heading.</param>
/// <param name="Protocol">What must be equal to compare it.</param>
/// <param name="Text">Value, with deviation where there is one.</param>
internal sealed record EvaluationValue(string Metric, string Protocol, string Text);

/// <summary>The values of a result as they are printed.</summary>
internal static class EvaluationValues
{
    public static IEnumerable<EvaluationValue> Of(EvaluationResult result)
    {
        var p = result.Protocol;
        var crop = p.ReferenceCrop is { } side ? $", crop {side}" : "";
        var (features, score) = (
            p.Label + crop,
            $"{p.Label}, {p.Splits} splits{(p.Shuffle == true ? $", seed {p.Seed}" : ", in order")}"
        );
        var pixels = $"{p.Size} px{crop}";
        if (result.ResponseDistance is { } r)
        {
            yield return new("R", $"{p.Trunk}, {pixels}", Text($"{r.Distance:f3}"));
        }
        if (result.InceptionScore is { } s)
        {
            yield return new("Inception score", score, Text($"{s.Mean:f3} ± {s.Std:f3}"));
        }
        if (result.Fid is { } fid)
        {
            yield return new("FID", features, Text($"{fid.Distance:f3}"));
        }
        if (result.Kid is { } kid)
        {
            yield return new("KID", $"{features}, {kid.SubsetSize} a subset", Text($"{kid.Mean:g4} ± {kid.Std:g2}"));
        }
        if (result.PrecisionRecall is { } prc)
        {
            yield return new("Precision", $"{features}, k = {prc.Neighborhood}", Text($"{prc.Precision:f3}"));
            yield return new("Recall", $"{features}, k = {prc.Neighborhood}", Text($"{prc.Recall:f3}"));
        }
        if (result.PixelDiversity is { } diversity)
        {
            yield return new("Pixel diversity", pixels, Text($"{diversity.RootMeanSquare:f1}"));
        }
        if (result.NearestImage is { } nearest)
        {
            yield return new("Nearest image", pixels, Text($"{nearest.Median:f1}"));
        }
    }

    private static string Text(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
