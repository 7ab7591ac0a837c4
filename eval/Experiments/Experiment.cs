using System.Diagnostics;
using System.Globalization;
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
    private readonly List<MarkdownTable> _tables = [];
    private readonly List<ExperimentRun> _runs = [];
    private readonly List<string> _notes = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private Experiment(string name, ExperimentOptions options, TextWriter diagnostics, CancellationToken cancellation)
    {
        (Name, Options, _diagnostics, Cancellation) = (name, options, diagnostics, cancellation);
        Images = new ExperimentImages(options.Data, Trunk.Mean);
        Folder = new ExperimentFolder(options.Output, options.Overwrite);
    }

    /// <summary>Name of the program, such as figure1.</summary>
    public string Name { get; }

    /// <summary>The command line.</summary>
    public ExperimentOptions Options { get; }

    /// <summary>The frozen trunk: VGG-16 up to conv2_2.</summary>
    public Trunk Trunk { get; } = Trunk.Vgg16Conv4();

    /// <summary>The images of --data.</summary>
    public ExperimentImages Images { get; }

    /// <summary>The folder that is written.</summary>
    public ExperimentFolder Folder { get; }

    /// <summary>Ctrl-C.</summary>
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

    /// <summary>Options with T and L of the command line, or else of the version that runs.</summary>
    /// <param name="setting">Everything else.</param>
    /// <param name="quick">T and L of --quick.</param>
    public WFrameOptions Settings(WFrameOptions setting, (int Iterations, int Steps) quick) =>
        setting with
        {
            Iterations = Options.Iterations ?? (Options.Quick ? quick.Iterations : setting.Iterations),
            Steps = Options.Steps ?? (Options.Quick ? quick.Steps : setting.Steps),
        };

    /// <summary>Learns one model from all images.</summary>
    /// <inheritdoc cref="Train(string, WFrameOptions, IReadOnlyList{TrainingComponent}, int[])"/>
    public ExperimentRun Train(string label, WFrameOptions options, PixelBatch images, params int[] snapshots) =>
        Train(label, options, [new TrainingComponent("model", images)], snapshots);

    /// <summary>Learns a model; one that diverges is a result, not an error.</summary>
    /// <param name="label">What to call it; trainings of one label are averaged in tables and curves.</param>
    /// <param name="options">Settings of Algorithm 1.</param>
    /// <param name="components">The models and their images; they advance together.</param>
    /// <param name="snapshots">Iterations after which the first component's chains are kept.</param>
    public ExperimentRun Train(
        string label,
        WFrameOptions options,
        IReadOnlyList<TrainingComponent> components,
        params int[] snapshots
    )
    {
        var clock = Stopwatch.StartNew();
        using var trainer = new WFrameTrainer(options, Trunk, Options.Engine);
        var session = trainer.Begin(components, Cancellation);
        var kept = new Dictionary<int, PixelBatch>();
        while (!session.Finished)
        {
            var records = session.Advance(Cancellation);
            if (snapshots.Contains(session.Iteration))
            {
                kept[session.Iteration] = session.Chains(0).Clone();
            }
            Report(label, options.Seed, new WFrameProgress(session.Iteration, options.Iterations, records));
        }
        return Keep(
            new ExperimentRun(label, session.Snapshot())
            {
                Engine = trainer.EngineDescription,
                Seconds = clock.Elapsed.TotalSeconds,
                Snapshots = kept,
            }
        );
    }

    /// <summary>Settings of an ML.NET trainer that reports and stops as <see cref="Train(string, WFrameOptions, PixelBatch, int[])"/> does.</summary>
    /// <param name="label">What to call it.</param>
    /// <param name="options">Settings of Algorithm 1.</param>
    /// <param name="labelColumn">Column of the classes; null for one component.</param>
    public WFrameEstimatorOptions Trainer(string label, WFrameOptions options, string? labelColumn = null) =>
        new()
        {
            Training = options,
            LabelColumnName = labelColumn,
            Trunk = Trunk,
            Engine = Options.Engine,
            Progress = new Reporter(progress => Report(label, options.Seed, progress)),
            Cancellation = Cancellation,
        };

    /// <summary>Takes a model that an ML.NET trainer has learned into the results.</summary>
    public ExperimentRun Keep(string label, WFrameModel model) => Keep(new ExperimentRun(label, model));

    /// <summary>Writes the curves of a recorded value: one band a label.</summary>
    /// <param name="name">File name without ending.</param>
    /// <param name="title">Above the plot.</param>
    /// <param name="runs">The trainings; every component is one curve of its band.</param>
    /// <param name="value">What to draw.</param>
    /// <param name="logarithmic">Logarithmic vertical axis; mean and band are then those of the logarithms.</param>
    public void Curves(
        string name,
        string title,
        IEnumerable<ExperimentRun> runs,
        Func<IterationRecord, double> value,
        bool logarithmic = false
    ) =>
        Folder.Curves(
            name,
            title,
            [
                .. runs.Where(r => r.Histories.Count > 0)
                    .GroupBy(r => r.Label)
                    .Select(g => CurveBand.Of(g.Key, g, value, logarithmic)),
            ],
            logarithmic
        );

    /// <summary>"FRAME" or "wFRAME".</summary>
    public static string NameOf(WFrameMethod method) => method == WFrameMethod.Frame ? "FRAME" : "wFRAME";

    /// <summary>Takes a table into the results.</summary>
    public void Add(MarkdownTable table) => _tables.Add(table);

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
