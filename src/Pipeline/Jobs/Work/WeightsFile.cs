namespace WFrame.Jobs.Work;

/// <summary>The weights of a plan on the machine that works.</summary>
internal static class WeightsFile
{
    /// <summary>The file, which is that of the plan.</summary>
    /// <exception cref="IOException">It is not there, and may be elsewhere or later.</exception>
    /// <exception cref="InvalidContentException">It is another one.</exception>
    public static string Find(JobPlan plan, WorkOptions options)
    {
        var path = plan.Locate(plan.Weights!, options.Data);
        if (!File.Exists(path))
        {
            throw new IOException(
                $"{path} is not on {Environment.MachineName}; mount the data there or name its folder with Data."
            );
        }
        return JobPlan.HashOf(path) == plan.WeightsSha256
            ? path
            : throw new InvalidContentException($"{path} is another file than the one that was planned; plan anew.");
    }
}
