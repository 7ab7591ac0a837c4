using Microsoft.ML;

namespace WFrame.MLNet;

/// <summary>The trainers, each with the commonest arguments or with all options.</summary>
public sealed class WFrameTrainerCatalog
{
    private readonly MLContext _context;

    internal WFrameTrainerCatalog(MLContext context) => _context = context;

    /// <summary>wFRAME: stable learning by a Wasserstein penalty on the energy's gradient (Algorithm 1).</summary>
    /// <param name="featureColumnName">Column of images, [3,H,W].</param>
    /// <param name="labelColumnName">Column of classes, one component each; null: one component.</param>
    /// <param name="iterations">Learning iterations T, 1 or more.</param>
    /// <param name="seed">Seed of every random number; the MLContext's choice when null.</param>
    /// <exception cref="UsageException">An argument is out of range.</exception>
    public WFrameEstimator WFrame(
        string featureColumnName = "Pixels",
        string? labelColumnName = null,
        int iterations = 100,
        ulong? seed = null
    ) => Create(WFrameMethod.WFrame, Options(featureColumnName, labelColumnName, iterations, seed));

    /// <summary>wFRAME with all options; <see cref="WFrameOptions"/> alone will do for the default columns.</summary>
    /// <param name="options">Columns, settings of the paper, progress, cancellation. The method is wFRAME, whatever it says.</param>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public WFrameEstimator WFrame(WFrameEstimatorOptions options) => Create(WFrameMethod.WFrame, options);

    /// <summary>FRAME: the same learning without the penalty, which is less stable (the paper's baseline).</summary>
    /// <inheritdoc cref="WFrame(string, string?, int, ulong?)"/>
    public WFrameEstimator Frame(
        string featureColumnName = "Pixels",
        string? labelColumnName = null,
        int iterations = 100,
        ulong? seed = null
    ) => Create(WFrameMethod.Frame, Options(featureColumnName, labelColumnName, iterations, seed));

    /// <summary>FRAME with all options; <see cref="WFrameOptions"/> alone will do for the default columns.</summary>
    /// <param name="options">Columns, settings of the paper, progress, cancellation. The method is FRAME, whatever it says.</param>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public WFrameEstimator Frame(WFrameEstimatorOptions options) => Create(WFrameMethod.Frame, options);

    private static WFrameEstimatorOptions Options(string features, string? label, int iterations, ulong? seed)
    {
        var training = new WFrameOptions { Iterations = iterations };
        return new()
        {
            FeatureColumnName = features,
            LabelColumnName = label,
            Training = seed is { } chosen ? training with { Seed = chosen } : training,
        };
    }

    private WFrameEstimator Create(WFrameMethod method, WFrameEstimatorOptions options) =>
        new(_context, options with { Training = options.Training with { Method = method } });
}
