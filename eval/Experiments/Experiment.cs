using Microsoft.ML;
using WFrame.Learning;
using WFrame.MLNet;
using WFrame.Trunks;

namespace WFrame.Experiments;

/// <summary>
/// What the experiments of the paper have in common: images in, trainings, tables, pictures and results.json out.
/// <see cref="Run(string, string[], Action{Experiment})"/> is the whole of a program's Main.
/// </summary>
public sealed partial class Experiment
{
    private readonly TextWriter _diagnostics;
    private readonly List<ResultTable> _tables = [];
    private readonly List<ExperimentRun> _runs = [];
    private readonly List<string> _notes = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private Experiment(string name, ExperimentOptions options, TextWriter diagnostics, CancellationToken cancellation)
    {
        (Name, Options, _diagnostics, Cancellation) = (name, options, diagnostics, cancellation);
        Images = new ExperimentImages(options.Data, Trunk.Mean);
        Folder = new ExperimentFolder(options.Output, options.Overwrite);
    }

    public string Name { get; }

    public ExperimentOptions Options { get; }

    public Trunk Trunk { get; } = Trunk.Vgg16Conv4();

    public ExperimentImages Images { get; }

    public ExperimentFolder Folder { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>Which network and preprocessing the scores belong to; null where none was used.</summary>
    public string? Protocol { get; set; }

    /// <summary>Image side: --size, or one of the two given.</summary>
    public int Size(int quick, int full) => Options.Size ?? (Options.Quick ? quick : full);

    /// <summary>Number of models: --models, or one of the two given.</summary>
    public int Models(int quick, int full) => Options.Models ?? (Options.Quick ? quick : full);

    /// <summary>The parts of this experiment that run: all, or those of --only.</summary>
    /// <exception cref="UsageException">--only names a part that there is not.</exception>
    public IReadOnlyList<string> Parts(params string[] all)
    {
        var unknown = Options.Only.FirstOrDefault(part => !all.Contains(part));
        return unknown is null
            ? [.. all.Where(part => Options.Only.Count == 0 || Options.Only.Contains(part))]
            : throw new UsageException(
                $"--only {unknown} is not a part of {Name}: choose of {string.Join(", ", all)}."
            );
    }

    /// <summary>The setting of a set of images that --setting names; a note says whose it is.</summary>
    public WFrameOptions Preset(string set)
    {
        var sentence = StudySettings.Describe(Options.Setting, set);
        if (!_notes.Contains(sentence))
        {
            Note(sentence);
        }
        return StudySettings.Of(Options.Setting, set);
    }

    /// <summary>A setting with T and L of the command line, or else of --quick where that is given.</summary>
    public WFrameOptions Settings(WFrameOptions setting, (int Iterations, int Steps) quick) =>
        setting with
        {
            Iterations = Options.Iterations ?? (Options.Quick ? quick.Iterations : setting.Iterations),
            Steps = Options.Steps ?? (Options.Quick ? quick.Steps : setting.Steps),
        };

    /// <summary>A setting with each method and seed: first FRAME with every seed, then wFRAME.</summary>
    public IReadOnlyList<WFrameOptions> Repeat(WFrameOptions setting) =>
        [
            .. from method in new[] { WFrameMethod.Frame, WFrameMethod.WFrame }
            from seed in Options.Seeds
            select setting with
            {
                Method = method,
                Seed = seed,
            },
        ];

    /// <summary>The same on another trunk than <see cref="Trunk"/>.</summary>
    public ExperimentRun Train(string label, WFrameOptions options, Trunk trunk, PixelBatch images) =>
        Train(label, options, trunk, [new TrainingComponent("model", images)], _ => { }, []);

    public ExperimentRun Train(string label, WFrameOptions options, PixelBatch images, params int[] snapshots) =>
        Train(label, options, [new TrainingComponent("model", images)], snapshots);

    /// <summary>
    /// Learns a model; one that diverges is a result, not an error. Trainings of one label are averaged in tables and
    /// curves. After the iterations <paramref name="snapshots"/> the first component's chains are kept.
    /// </summary>
    public ExperimentRun Train(
        string label,
        WFrameOptions options,
        IReadOnlyList<TrainingComponent> components,
        params int[] snapshots
    ) => Train(label, options, components, _ => { }, snapshots);

    /// <summary>The same with something done to the training after each iteration.</summary>
    public ExperimentRun Train(
        string label,
        WFrameOptions options,
        IReadOnlyList<TrainingComponent> components,
        Action<TrainingSession> afterIteration,
        params int[] snapshots
    ) => Train(label, options, Trunk, components, afterIteration, snapshots);

    private ExperimentRun Train(
        string label,
        WFrameOptions options,
        Trunk trunk,
        IReadOnlyList<TrainingComponent> components,
        Action<TrainingSession> afterIteration,
        int[] snapshots
    )
    {
        var clock = Stopwatch.StartNew();
        // Experiments draw their own images, by the numbers of steps that they study.
        using var trainer = new WFrameTrainer(options with { TrialSteps = 0 }, trunk, Options.Engine);
        var session = trainer.Begin(components, Cancellation);
        var kept = new Dictionary<int, PixelBatch>();
        while (!session.Finished)
        {
            var records = session.Advance(Cancellation);
            afterIteration(session);
            if (snapshots.Contains(session.Iteration))
            {
                kept[session.Iteration] = session.Chains(0).Clone();
            }
            Report(label, options.Seed, new WFrameProgress(session.Iteration, options.Iterations, records));
        }
        return Keep(
            new ExperimentRun(label, FinishedModel.Of(session, cancellation: Cancellation))
            {
                Engine = trainer.EngineDescription,
                Seconds = clock.Elapsed.TotalSeconds,
                Snapshots = kept,
                Images = [.. components.Select(c => Images.FilesOf(c.Observed))],
            }
        );
    }

    /// <summary>Learns a model from a column Pixels by the ML.NET trainer of the options' method.</summary>
    /// <param name="label">Trainings of one label are averaged in tables and curves.</param>
    /// <param name="options">How to learn.</param>
    /// <param name="context">Of ML.NET.</param>
    /// <param name="images">The images.</param>
    /// <param name="files">Their files, a list for each component.</param>
    /// <param name="labelColumn">Column with the component of an image, or null for one component.</param>
    public ExperimentRun Fit(
        string label,
        WFrameOptions options,
        MLContext context,
        IDataView images,
        IReadOnlyList<IReadOnlyList<string>> files,
        string? labelColumn = null
    )
    {
        var settings = new WFrameEstimatorOptions
        {
            Training = options,
            LabelColumnName = labelColumn,
            Trunk = Trunk,
            Engine = Options.Engine,
            Progress = new Reporter(progress => Report(label, options.Seed, progress)),
            Cancellation = Cancellation,
        };
        var trainers = context.WFrame().Trainers;
        var trainer = options.Method == WFrameMethod.Frame ? trainers.Frame(settings) : trainers.WFrame(settings);
        using var fitted = trainer.Fit(images);
        return Keep(new ExperimentRun(label, fitted.Model) { Images = files });
    }

    /// <summary>Draws a recorded value to NAME.png: one band a label, one curve in it a component.</summary>
    public void Curves(
        string name,
        string title,
        IEnumerable<ExperimentRun> runs,
        Func<IterationRecord, double> value,
        bool logarithmic = false
    )
    {
        var bands = runs.Where(r => r.Histories.Count > 0)
            .GroupBy(r => r.Label)
            .Select(g => CurveBand.Of(g.Key, g.SelectMany(r => r.CurvesOf(value)), logarithmic));
        CurveBand.Draw(Folder.Picture($"{name}.svg"), title, [.. bands], logarithmic);
    }

    /// <summary>Draws R, on a logarithmic axis, as <see cref="Curves"/> does.</summary>
    public void DistanceCurves(string name, string title, IEnumerable<ExperimentRun> runs) =>
        Curves(name, title, runs, r => r.ResponseDistance, logarithmic: true);

    public static string NameOf(WFrameMethod method) => method == WFrameMethod.Frame ? "FRAME" : "wFRAME";

    /// <summary>"64 px, T 100, L 50, delta 0.2, lambda 0.001".</summary>
    public static string Describe(int size, WFrameOptions setting) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{size} px, T {setting.Iterations}, L {setting.Steps}, delta {setting.StepSize}, lambda {setting.LearningRate}"
        );

    public void Add(ResultTable table) => _tables.Add(table);

    /// <summary>A sentence that belongs to the results: a setting, a caveat, what a picture shows.</summary>
    public void Note(string sentence) => _notes.Add(sentence);

    /// <summary>A line of progress on the diagnostics, with the seconds since the start.</summary>
    public void Say(string line) =>
        _diagnostics.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{Name} {_clock.Elapsed.TotalSeconds, 6:0.0} s  {line}")
        );

    private ExperimentRun Keep(ExperimentRun run)
    {
        _runs.Add(run);
        return run;
    }

    /// <summary>Five lines a training.</summary>
    private void Report(string label, ulong seed, WFrameProgress progress)
    {
        if (progress.Records.Count > 0 && progress.Iteration % Math.Max(1, progress.Iterations / 5) == 0)
        {
            var distance = progress.Records.Average(r => r.ResponseDistance);
            Say($"{label}, seed {seed}: {progress.Iteration}/{progress.Iterations}, R {distance:0.0}");
        }
    }

    private sealed class Reporter(Action<WFrameProgress> report) : IProgress<WFrameProgress>
    {
        public void Report(WFrameProgress value) => report(value);
    }
}
