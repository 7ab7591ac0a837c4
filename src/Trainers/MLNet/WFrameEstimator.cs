using Microsoft.ML;
using Microsoft.ML.Runtime;
using WFrame.Ort;

namespace WFrame.MLNet;

/// <summary>
/// Learns a FRAME or wFRAME model of images: a probability density over whole images, from as few as one to nine of them.
/// </summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// ### Columns
/// Input: a vector [3,H,W] of <xref:System.Single> (planes B, G, R; 0..255 minus the trunk's mean), as `LoadPixels` makes
/// it; optionally a label (text, key, number or Boolean), which gives one component a value. Output: `Score`, `Phi`
/// and `Similarity`, vectors of <xref:System.Single> with one entry a component.
///
/// ### Trainer characteristics
/// |  |  |
/// | -- | -- |
/// | Machine learning task | Density estimation, image synthesis, anomaly scoring |
/// | Is normalization required? | No: pixels are grey levels minus the mean, never scaled |
/// | Is caching required? | No: the data are read once |
/// | Required NuGet in addition to Microsoft.ML | Microsoft.ML.OnnxTransformer |
/// | Exportable to ONNX | Yes: the fitted transformer is an ONNX graph |
///
/// ### Training algorithm
/// FRAME raises the statistics of synthesised images to those of the observed ones: chains of Langevin dynamics draw
/// images under the current $\theta$, and $\theta$ moves along the difference of the mean filter responses. wFRAME reads
/// these steps as a particle evolution and bounds each of them in Wasserstein distance, which adds a penalty on the squared
/// gradient of $\Phi$; it keeps the energy from collapsing. See
/// [FRAME Revisited: An Interpretation View Based on Particle Evolution](https://cse.sysu.edu.cn/hcp/article/114)
/// (Cai, Wu, Li, Chen, Lin; AAAI 2019), Algorithm 1.
///
/// ### Scoring function
/// $$\mathrm{Score}_k(x) = \Phi(x; \theta_k) - \frac{\lVert x \rVert^2}{2 \sigma^2}, \qquad
/// \Phi(x; \theta) = \sum_{c=1}^{C} \sum_{p} \theta_{c,p} F_{c,p}(x)$$
/// $F_{c,p}$ is the response of filter $c$ of the trunk at position $p$, and $\sigma$ the reference's standard deviation
/// (`ReferenceSigma`). It is the log-density up to a constant of each component, so scores compare images under one
/// component, not components with one another. `Similarity` is the cosine between the directions of the responses at each
/// position, $F_p / (\lVert F_p \rVert + \text{a tenth of the mean length})$, and their mean over the training images; it tells
/// images of the kind that was learned from others, which the log-density does badly.
/// ]]></format>
/// </remarks>
public sealed class WFrameEstimator : IEstimator<WFrameTransformer>
{
    private readonly MLContext _context;

    /// <summary>Checks everything that can be checked without data.</summary>
    /// <exception cref="UsageException">An option is out of range; the message names it.</exception>
    public WFrameEstimator(MLContext context, WFrameEstimatorOptions? options = null)
    {
        (_context, Options) = (context, options ?? new WFrameEstimatorOptions());
        Options.Validate();
        if (!Options.Training.HasSeed)
        {
            var seed = (ulong)((IHostEnvironment)context).Register(nameof(WFrameEstimator)).Rand.Next();
            Options = Options with { Training = Options.Training with { Seed = seed } };
        }
    }

    /// <summary>The settings, with the seed that is used.</summary>
    public WFrameEstimatorOptions Options { get; }

    /// <summary>The input's columns, Score, Phi, Similarity and Map.</summary>
    /// <exception cref="UsageException">The pixel or label column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        PixelColumn.Check(inputSchema, Options.FeatureColumnName);
        if (Options.LabelColumnName is { } label)
        {
            TrainingRows.CheckLabel(inputSchema, label);
        }
        return ScoreColumns.Append(_context, inputSchema, Options.FeatureColumnName);
    }

    /// <summary>Learns from all rows.</summary>
    /// <exception cref="UsageException">
    /// A column is missing or of another type, there are no rows, labels are missing, or the application has no native part of
    /// ONNX Runtime.
    /// </exception>
    /// <exception cref="InvalidContentException">A pixel is not finite.</exception>
    /// <exception cref="DivergedException">The chains left the finite numbers for good.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public WFrameTransformer Fit(IDataView input)
    {
        // The transformer needs it at the end: better said before the work.
        OrtNatives.Require();
        var size = PixelColumn.SizeOf(input.Schema, Options.FeatureColumnName, Options.Size);
        if (Options.LabelColumnName is { } label)
        {
            TrainingRows.CheckLabel(input.Schema, label);
        }
        using var channel = ((IChannelProvider)_context).Start(nameof(WFrameEstimator));
        var components = new TrainingRows(_context, Options).Read(input, size);
        using var trainer = new WFrameTrainer(Options.Training, Options.Trunk, Options.Engine);
        Say(
            channel.Info,
            $"{Options.Training.Method}: {components.Count} component(s) of {components.Sum(c => c.Observed.Count)} images of {size} px on {trainer.EngineDescription}."
        );
        var model = trainer.Fit(components, new ChannelProgress(channel, Options.Progress), Options.Cancellation);
        return new WFrameTransformer(_context, model, Options.FeatureColumnName);
    }

    private static void Say(Action<MessageSensitivity, string> channel, FormattableString message) =>
        channel(MessageSensitivity.None, message.ToString(CultureInfo.InvariantCulture));

    /// <summary>Tells the host's channel and the caller, on the thread that fits.</summary>
    private sealed class ChannelProgress(IChannel channel, IProgress<WFrameProgress>? caller)
        : IProgress<WFrameProgress>
    {
        public void Report(WFrameProgress value)
        {
            foreach (var record in value.Records)
            {
                Say(
                    channel.Trace,
                    $"Iteration {record.Iteration} of {value.Iterations}, {record.Component}: R {record.ResponseDistance:g4}, Phi {record.PhiSynthesized:g4}, gradient rms {record.GradientRms:g4}."
                );
            }
            caller?.Report(value);
        }
    }
}
