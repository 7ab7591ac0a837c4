using WFrame.Images;
using WFrame.Images.Sources;
using WFrame.Trunks;

namespace WFrame.Runs;

/// <summary>
/// A checked request with its images: what <see cref="TrainingRun.Execute"/> needs, decided before the first number is
/// computed. A plan that exists can be executed, once; nothing in it is checked again.
/// </summary>
public sealed class TrainingPlan
{
    private readonly List<TrainingComponent> _components = [];
    private readonly List<TrainingInput> _inputs = [];
    private readonly List<string> _skipped = [];

    private TrainingPlan(TrainingRequest request, Trunk trunk) => (Request, Trunk) = (request, trunk);

    /// <summary>What was asked for.</summary>
    public TrainingRequest Request { get; }

    /// <summary>Settings of Algorithm 1 at the size of the images.</summary>
    public WFrameOptions Options => Coarser.Count == 0 ? Request.Options : TrainingLevels.Finer(Request.Options);

    /// <summary>Iterations of all levels together.</summary>
    public int Iterations => Options.Iterations + Coarser.Sum(level => level.Options.Iterations);

    /// <summary>The coarser levels, learned before, from the coarsest on.</summary>
    internal IReadOnlyList<TrainingRequest> Coarser { get; private set; } = [];

    /// <summary>The frozen trunk.</summary>
    public Trunk Trunk { get; }

    /// <summary>The models to learn, with their images.</summary>
    public IReadOnlyList<TrainingComponent> Components => _components;

    /// <summary>The input images, for run.json.</summary>
    public IReadOnlyList<TrainingInput> Inputs => _inputs;

    /// <summary>Images that were left out, with the reason; empty unless bad images are skipped.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>Checks everything, loads the images, and says what will be done; nothing is written.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="notice">Told sentences that the user should see once.</param>
    /// <param name="cancellation">Checked before each picture.</param>
    /// <exception cref="UsageException">
    /// Members of the request are out of range, the output folder is in use, or there are too few images; all that can be
    /// told without the images is told at once.
    /// </exception>
    /// <exception cref="InvalidContentException">An image cannot be used.</exception>
    public static TrainingPlan Create(
        TrainingRequest request,
        Action<string>? notice = null,
        CancellationToken cancellation = default
    )
    {
        var plan = new TrainingPlan(request, request.Trunk ?? Trunk.Vgg16Conv4());
        UsageException.Check(
            request.Grouping.Validate,
            request.Engine.Validate,
            () => plan.Coarser = TrainingLevels.Coarser(request),
            () => RunFolder.Check(request.Output, request.Existing),
            () => plan.Trunk.Layout(request.Pixels.Size, request.Options.Theta)
        );
        var passed = new PassedOver(cancellation) { KeepsMissing = request.Pixels.SkipBadImages };
        var entries = ImageSource.List(request.Images, passed);
        var empty = request.Grouping.EmptyClasses(passed.EmptyClasses, request.Pixels.SkipBadImages);
        foreach (var sentence in passed.Sentences().Concat(empty))
        {
            notice?.Invoke(sentence);
        }
        var groups = request.Grouping.Share(entries, request.Options.Seed);
        MemoryCheck.Training(plan.Trunk, request.Pixels.Size, request.Options, groups.Count);
        request.From?.RequireComponents([.. groups.Select(g => g.Name)]);
        var notices = new ImageNotices();
        foreach (var (name, images) in groups)
        {
            plan.Load(name, images, notices, cancellation);
        }
        foreach (var sentence in notices.Sentences)
        {
            notice?.Invoke(sentence);
        }
        return plan;
    }

    /// <summary>Loads the images of one model.</summary>
    private void Load(
        string name,
        IReadOnlyList<ImageEntry> entries,
        ImageNotices notices,
        CancellationToken cancellation
    )
    {
        var loaded = PixelLoader.Load(entries, Request.Pixels, Trunk.Mean, notices, cancellation: cancellation);
        _components.Add(new TrainingComponent(name, loaded.Pixels));
        var used = loaded.Images.DistinctBy(i => i.Entry);
        _inputs.AddRange(used.Select(i => new TrainingInput(i.Entry.Name, i.Sha256, name)));
        _skipped.AddRange(loaded.Skipped);
    }
}

/// <summary>One input image of a training.</summary>
/// <param name="Name">Name as given.</param>
/// <param name="Sha256">Hash of the file.</param>
/// <param name="Component">The component that learns from it.</param>
public sealed record TrainingInput(string Name, string Sha256, string Component);
