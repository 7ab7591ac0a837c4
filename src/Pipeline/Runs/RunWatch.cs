using WFrame.Files;
using WFrame.Learning;

namespace WFrame.Runs;

/// <summary>
/// Looks at a run folder from outside while a training writes to it, reading only what is new. Nothing is written, and the
/// training notices nothing.
/// </summary>
internal sealed class RunWatch(RunFolder run)
{
    /// <summary>Iterations from which the time of the next ones is told.</summary>
    private const int Recent = 10;

    private readonly WFrameOptions _options = RunDescription.ReadOptions(run.Description);
    private readonly List<IterationRecord> _latest = [];
    private readonly Queue<(int Iteration, double Seconds)> _times = new();
    private double? _newImages;
    private long _position;
    private (RunFolder Run, RunWatch Watch)? _level;

    /// <summary>How far it is now.</summary>
    /// <exception cref="InvalidContentException">The history is damaged.</exception>
    public RunState Look()
    {
        // Before the history: what a training that has ended wrote is all there.
        var isRunning = OwnedFolder.IsInUse(run.Path);
        if (isRunning && _position == 0 && LookAtLevel() is { } coarser)
        {
            return coarser;
        }
        foreach (var iteration in HistoryFile.ReadOn(run.History, ref _position).GroupBy(r => r.Iteration))
        {
            // A training that was resumed has gone back, and its clock with it.
            if (
                _times.Count > 0
                && _times.Last() is var last
                && (iteration.Key <= last.Iteration || iteration.First().Seconds < last.Seconds)
            )
            {
                _times.Clear();
            }
            // The records of an iteration may come in two looks.
            if (_latest.Count > 0 && _latest[0].Iteration != iteration.Key)
            {
                _latest.Clear();
            }
            _latest.AddRange(iteration);
            double[] drawn = [.. _latest.Select(r => r.NewImagesDistance).OfType<double>()];
            _newImages = drawn.Length > 0 ? drawn.Average() : _newImages;
            _times.Enqueue((iteration.Key, iteration.Max(r => r.Seconds)));
            if (_times.Count > Recent)
            {
                _times.Dequeue();
            }
        }
        var done = _latest.Count == 0 ? 0 : _latest[0].Iteration;
        return new RunState(
            done,
            _options.Iterations,
            _latest.Count == 0 ? null : _latest.Average(r => r.ResponseDistance),
            _newImages,
            isRunning ? Left(done) : null,
            isRunning,
            !isRunning && File.Exists(run.Model)
        );
    }

    /// <summary>The coarser level that is learned now; null while none is.</summary>
    private RunState? LookAtLevel()
    {
        if (run.Coarser.LastOrDefault(level => OwnedFolder.IsInUse(level.Path)) is not { } level)
        {
            return null;
        }
        if (_level?.Run.Path != level.Path)
        {
            _level = (level, new RunWatch(level));
        }
        // It may end between the two looks, and the run goes on.
        return _level.Value.Watch.Look() with
        {
            Level = Path.GetFileName(level.Path),
            IsRunning = true,
            IsFinished = false,
        };
    }

    /// <summary>Seconds a Langevin step of late, times the steps to come: annealed iterations may have more.</summary>
    private TimeSpan? Left(int done)
    {
        if (_times.Count < 2)
        {
            return null;
        }
        var schedule = new LearningSchedule(_options);
        var (first, last) = (_times.First(), _times.Last());
        var taken = schedule.Steps(first.Iteration, last.Iteration);
        return TimeSpan.FromSeconds((last.Seconds - first.Seconds) / taken * schedule.Steps(done, _options.Iterations));
    }
}

/// <summary>How far a run is.</summary>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Iterations">T.</param>
/// <param name="ResponseDistance">R of the last one, the mean over the components; null before the first.</param>
/// <param name="NewImagesDistance">R of the new images that were drawn last, the mean over the components; null before the first.</param>
/// <param name="Left">Time to the end; null where it cannot be told.</param>
/// <param name="IsRunning">Whether a process trains.</param>
/// <param name="IsFinished">Whether the run has ended and left a model.</param>
internal sealed record RunState(
    int Iteration,
    int Iterations,
    double? ResponseDistance,
    double? NewImagesDistance,
    TimeSpan? Left,
    bool IsRunning,
    bool IsFinished
)
{
    /// <summary>Size of the coarser level that is learned, whose iterations these are; null at the run's own size.</summary>
    public string? Level { get; init; }
}
