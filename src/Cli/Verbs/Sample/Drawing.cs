using WFrame.Cli.Consoles;
using WFrame.Cli.Options;
using WFrame.Engines;
using WFrame.Images;
using WFrame.Images.Writing;
using WFrame.Runs;
using WFrame.Sampling;

namespace WFrame.Cli.Verbs.Sample;

/// <summary>New images of some components of a model, drawn in batches. Owns the engine.</summary>
internal sealed class Drawing : IDisposable
{
    /// <summary>Images drawn before the next are begun, about; this never shows in the pictures.</summary>
    private const int Batch = 32;

    private readonly VerbCall _call;
    private readonly WFrameModel _model;
    private readonly SamplingOptions _how;
    private readonly IEnergyEngine _engine;

    /// <summary>Checks what can be checked before anything is drawn.</summary>
    /// <exception cref="UsageException">They do not fit in memory, or --device does not exist.</exception>
    public Drawing(VerbCall call, WFrameModel model, int? count, SamplingOptions how)
    {
        (_call, _model, _how, Count) = (call, model, how, count ?? model.Options.Chains);
        MemoryCheck.Sampling(model.Trunk, how.Size ?? model.Size, Count);
        _engine = call.CreateEngine(model.Trunk);
    }

    /// <summary>Images of each component.</summary>
    public int Count { get; }

    /// <summary>R of the first images of each component drawn so far, of 32 at most; none of models that do not tell.</summary>
    public Dictionary<int, double> Distances { get; } = [];

    /// <summary>Draws and shows how far it is.</summary>
    /// <param name="components">Which components.</param>
    /// <param name="take">Is given component, number and picture, in order.</param>
    public void Draw(IReadOnlyList<int> components, Action<int, int, RgbImage> take) =>
        _call.Say.Progress.Run(
            "sampling",
            report =>
            {
                var done = 0;
                ImageRange[] ranges =
                [
                    .. components.SelectMany(k => JointDraws.Cut(_model, _how, new(k, 0, Count), Batch)),
                ];
                var draws = JointDraws.Draw(_engine, _model, ranges, _how, _call.Cancellation);
                foreach (var ((k, first, now), drawn) in ranges.Zip(draws))
                {
                    if (first == 0 && _model.ResponseDistance(_engine, drawn, k, _call.Cancellation) is { } distance)
                    {
                        Distances[k] = distance;
                    }
                    for (var i = 0; i < now; i++)
                    {
                        take(k, first + i, PngWriter.ToImage(drawn, i, _model.Trunk.Mean));
                    }
                    report(new Stage("", done += now, components.Count * Count));
                }
                return done;
            }
        );

    public void Dispose() => _engine.Dispose();
}
