using WFrame.Engines;
using WFrame.Images;
using WFrame.Images.Writing;
using WFrame.Learning;
using WFrame.ModelFile;
using WFrame.Trunks;

namespace WFrame.Jobs.Work;

/// <summary>Trains the models of a shard together: model.zip, one picture of their chains, and their learning curves.</summary>
internal sealed class TrainingWork : IShardWork
{
    public const string Model = "model.zip";
    public const string Picture = "chains.png";

    /// <summary>Models on the picture; of many the first ones.</summary>
    private const int MostPictured = 10;

    /// <summary>Share of the time that may go into states for who goes on: a large one, or a slow mount, is written less often.</summary>
    private const double MostWriting = 0.01;

    private readonly WorkOptions _work;
    private readonly WFrameOptions _options;
    private readonly PixelOptions _pixels;
    private readonly ShardInputs _inputs;
    private readonly IEnergyEngine _engine;

    public TrainingWork(JobPlan plan, WorkOptions work)
    {
        _work = work;
        var options = plan.ReadOptions();
        _options = StoredOptions.Read(options["training"]!.AsObject());
        _pixels = PixelJson.Read(options["pixels"]) with { Threads = Math.Max(1, work.Engine.Threads) };
        _inputs = new ShardInputs(plan, work, (bool)options["byClass"]!);
        var trunk = plan.Weights is null ? Trunk.Vgg16Conv4() : Trunk.Load(WeightsFile.Find(plan, work));
        if (plan.Weights is null && trunk.Sha256 != plan.WeightsSha256)
        {
            throw new InvalidContentException(
                "The built-in trunk is another one than that of the plan; use the version of wframe that planned it."
            );
        }
        _engine = EngineFactory.Create(trunk, work.Engine).Engine;
    }

    public ShardResult Do(Shard shard, ShardPlace place, CancellationToken cancellation)
    {
        var session = Begin(shard, place.Progress, cancellation);
        Learn(session, place.Progress, cancellation);
        var model = FinishedModel.Of(session, _pixels.CropSide, cancellation);
        model.Save(Path.Combine(place.Results, Model));
        PngWriter.Write(Path.Combine(place.Results, Picture), Sheet(model));
        return new ShardResult(session.Diverged, new JsonObject { ["models"] = Describe(model) });
    }

    public void Dispose()
    {
        _inputs.Dispose();
        _engine.Dispose();
    }

    private TrainingSession Begin(Shard shard, string progress, CancellationToken cancellation)
    {
        var (entries, at) = (_inputs.Of(shard, cancellation), 0);
        var components = new List<TrainingComponent>();
        foreach (var part in shard.Parts)
        {
            var images = new ArraySegment<Images.Sources.ImageEntry>([.. entries], at, part.Count);
            var pixels = JobPixels.Load(images, _pixels, _engine.Trunk.Mean, cancellation);
            components.Add(new TrainingComponent(part.Name, pixels));
            at += part.Count;
        }
        var session = new TrainingSession(
            _engine,
            components,
            _options,
            new TrainingRandomness(_options.Seed),
            shard.FirstPart,
            cancellation: cancellation
        );
        if (File.Exists(progress))
        {
            try
            {
                Checkpoint.Resume(progress, session);
            }
            catch (Exception e) when (e is InvalidContentException or FileNotFoundException)
            {
                // Damaged, or gone because another process has just made the result: the shard begins again, to the same one.
            }
        }
        return session;
    }

    private void Learn(TrainingSession session, string progress, CancellationToken cancellation)
    {
        var (kept, clock, period) = (session.Iteration, Stopwatch.StartNew(), _work.CheckpointSeconds);
        try
        {
            while (!session.Finished)
            {
                _ = session.Advance(cancellation);
                if (clock.Elapsed.TotalSeconds >= period && !session.Finished)
                {
                    clock.Restart();
                    Keep();
                    period = Math.Max(_work.CheckpointSeconds, clock.Elapsed.TotalSeconds / MostWriting);
                    clock.Restart();
                }
            }
        }
        catch (OperationCanceledException)
        {
            Keep();
            throw;
        }

        void Keep()
        {
            if (session.Iteration > kept)
            {
                Checkpoint.Write(progress, session);
                kept = session.Iteration;
            }
        }
    }

    private static RgbImage Sheet(WFrameModel model)
    {
        var shown = model.Components.Take(MostPictured).ToArray();
        return ContactSheet.Make(
            [
                .. shown.SelectMany(c =>
                    Enumerable.Range(0, c.Chains.Count).Select(i => PngWriter.ToImage(c.Chains, i, model.Trunk.Mean))
                ),
            ],
            shown.Length == 1 ? 0 : Math.Min(shown[0].Chains.Count, 18)
        );
    }

    private static JsonArray Describe(WFrameModel model)
    {
        var last = model.History.GroupBy(r => r.Component).ToDictionary(g => g.Key, g => g.ToArray());
        return
        [
            .. model.Components.Select(c =>
                (JsonNode)
                    new JsonObject
                    {
                        ["name"] = c.Name,
                        ["iterations"] = c.Iterations,
                        ["diverged"] = c.Diverged,
                        ["responseDistance"] = new JsonArray([
                            .. last.GetValueOrDefault(c.Name, [])
                                .Select(r => JsonValue.Create(Rounded(r.ResponseDistance))),
                        ]),
                    }
            ),
        ];
    }

    /// <summary>As many digits as a curve shows: a description stays small.</summary>
    private static double Rounded(double value) => double.Parse($"{value:G6}", CultureInfo.InvariantCulture);
}
