namespace WFrame.Cli.Verbs.Jobs;

internal static class SlurmScript
{
    /// <summary>
    /// The process takes the place of the shell, so that Slurm's signal a minute before the end reaches it: it leaves a
    /// checkpoint, and goes on where the array is submitted again.
    /// </summary>
    public static string Of(ClusterTask task) =>
        $"""
            #!/bin/bash
            #SBATCH --job-name={task.Name}
            #SBATCH --array=0-{task.Tasks - 1}
            #SBATCH --cpus-per-task={task.Cpus}
            #SBATCH --mem={task.Megabytes}M
            #SBATCH --time={task.Time}
            #SBATCH --signal=B:TERM@60
            #SBATCH --requeue
            {(task.Gpu ? "#SBATCH --gres=gpu:1\n" : "")}exec {task.Program} {string.Join(' ', task.Words.Select(Quote))}

            """.ReplaceLineEndings("\n");

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
