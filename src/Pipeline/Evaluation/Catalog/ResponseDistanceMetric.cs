using WFrame.Reports;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Evaluation.Catalog;

/// <summary>R of the paper's experiments, <see cref="ResponseDistance"/>, at every convolution of the trunk.</summary>
public sealed record ResponseDistanceMetric() : Metric("response-distance", MetricNeeds.Pixels | MetricNeeds.Reference)
{
    /// <inheritdoc/>
    public override MetricResult Compute(MetricInputs inputs)
    {
        var trunk = inputs.Options.Trunk ?? Trunk.Vgg16Conv4();
        var result = new LayerDistances(
            ResponsePass.Distances(inputs.Images, trunk, inputs.Options, inputs.Progress, inputs.Cancellation)
        );
        var last = result.Last;
        return new MetricResult(
            this,
            result,
            [
                new("responseDistance", Json(result), "R", $"{last.Distance:f3}"),
                .. last.Relative is { } share
                    ? [new MetricEntry("R, of the observed mean response", $"{100 * share:f1} %") { Rank = 1 }]
                    : Array.Empty<MetricEntry>(),
                .. result.Layers.Select(layer => new MetricEntry(
                    $"R of {layer.Layer}",
                    layer.Distance.Relative is { } part
                        ? $"{layer.Distance.Distance:f3} ({100 * part:f1} %)"
                        : (FormattableString)$"{layer.Distance.Distance:f3}"
                )
                {
                    Rank = 2,
                }),
            ]
        )
        {
            Protocol =
            [
                new("trunk", trunk.Name, "Trunk", $"{trunk.Name} {trunk.Sha256}"),
                new("trunkSha256", trunk.Sha256),
            ],
            Plot = new(
                "response-distance",
                "Response distance of each layer, relative to the observed mean",
                (curves, _) => Draw(curves, result.Layers)
            ),
        };
    }

    private static object Json(LayerDistances result) =>
        new
        {
            distance = result.Last.Distance,
            observedMean = result.Last.ObservedMean,
            relative = result.Last.Relative,
            layers = result.Layers.Select(l => new
            {
                layer = l.Layer,
                distance = l.Distance.Distance,
                observedMean = l.Distance.ObservedMean,
                relative = l.Distance.Relative,
            }),
        };

    private static void Draw(CurvePlot curves, IReadOnlyList<LayerDistance> layers)
    {
        // Layers differ in scale by an order of magnitude; the ratio makes them comparable.
        curves.Bars([.. layers.Select(l => l.Layer)], [.. layers.Select(l => 100 * (l.Distance.Relative ?? 0))]);
        curves.Axes("", "R, % of the observed mean");
    }
}

/// <summary>R at each convolution of a trunk, after its ReLU.</summary>
/// <param name="Layers">First to last, one or more.</param>
public sealed record LayerDistances(IReadOnlyList<LayerDistance> Layers)
{
    /// <summary>R of the trunk's last layer: the R of the paper.</summary>
    public ResponseDistance Last => Layers[^1].Distance;
}

/// <summary>R of one layer.</summary>
/// <param name="Layer">Name of the convolution.</param>
/// <param name="Distance">Its R.</param>
public sealed record LayerDistance(string Layer, ResponseDistance Distance);
