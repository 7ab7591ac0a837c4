namespace WFrame.Runs;

/// <summary>Progress of one level of a training, counted over all levels.</summary>
internal sealed class LevelProgress : IProgress<WFrameProgress>
{
    private readonly int _before;
    private readonly int _all;
    private readonly IProgress<WFrameProgress> _target;

    private LevelProgress(int before, int all, IProgress<WFrameProgress> target) =>
        (_before, _all, _target) = (before, all, target);

    /// <summary>Progress after so many iterations of coarser levels; null where nobody listens.</summary>
    public static IProgress<WFrameProgress>? After(int before, int all, IProgress<WFrameProgress>? target) =>
        target is null ? null : new LevelProgress(before, all, target);

    public void Report(WFrameProgress value) =>
        _target.Report(new WFrameProgress(_before + value.Iteration, _all, value.Records));
}
