using k8s;
using k8s.Models;

namespace WFrame.Cli.Tests.Jobs;

public sealed class ClusterTests : IDisposable
{
    private readonly SmallBatch _batch = new();

    public void Dispose() => _batch.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GivenAManifest_WhenAJobIsWritten_ThenKubernetesOwnModelTakesEveryMember(bool gpu)
    {
        string[] asked =
        [
            "jobs",
            "kubernetes",
            _batch.WriteManifest(_batch.Training(4)),
            "--output",
            "/batch/a \"b\": c",
            "--image",
            "wframe:0.1.0",
            "--tasks",
            "3",
            "--memory",
            "500M",
            .. gpu ? new[] { "--gpu" } : [],
        ];

        var yaml = Invocation.Run(asked).Succeeds().Out;
        var job = KubernetesYaml.Deserialize<V1Job>(yaml, strict: true);

        Assert.Equal(("batch/v1", "Job", "Indexed"), (job.ApiVersion, job.Kind, job.Spec.CompletionMode));
        Assert.Equal(
            (3, 3, 4, 3),
            (job.Spec.Completions, job.Spec.Parallelism, job.Spec.BackoffLimitPerIndex, job.Spec.MaxFailedIndexes)
        );
        var pod = job.Spec.Template.Spec;
        var container = Assert.Single(pod.Containers);
        var rule = Assert.Single(job.Spec.PodFailurePolicy.Rules, r => r.OnExitCodes is not null);
        Assert.Equal(
            ("FailIndex", "In", container.Name),
            (rule.Action, rule.OnExitCodes.OperatorProperty, rule.OnExitCodes.ContainerName)
        );
        Assert.Equal([2, 3], rule.OnExitCodes.Values);
        // A failure policy is refused with any other.
        Assert.Equal("Never", pod.RestartPolicy);
        Assert.Equal("/batch/a \"b\": c", container.Args[4]);
        Assert.Equal("/batch/manifest.jsonl", container.Args[2]);
        Assert.Equal("3", Assert.Single(container.Env, e => e.Name == "JOB_COMPLETION_COUNT").Value);
        Assert.Equal(gpu, container.Resources.Limits.ContainsKey("nvidia.com/gpu"));
        Assert.Equal("500Mi", container.Resources.Limits["memory"].ToString());
        Assert.Equal(pod.Volumes[0].Name, container.VolumeMounts[0].Name);
    }

    [Fact]
    public void GivenAMisspeltMember_WhenReadAsAJob_ThenTheTestAboveWouldNotice()
    {
        var yaml = Invocation
            .Run("jobs", "kubernetes", _batch.WriteManifest(_batch.Training(4)), "--output", "/o", "--image", "i")
            .Succeeds()
            .Out.Replace("podFailurePolicy", "podFailurPolicy", StringComparison.Ordinal);

        Assert.ThrowsAny<Exception>(() => KubernetesYaml.Deserialize<V1Job>(yaml, strict: true));
    }

    [Fact]
    public void GivenAManifest_WhenASlurmScriptIsWritten_ThenTheShellRunsItsCommand()
    {
        var manifest = _batch.WriteManifest(_batch.Training(4), "it's.jsonl");
        var script = Invocation
            .Run("jobs", "slurm", manifest, "--output", "/o", "--program", "printf '%s\\n'", "--cpus", "2", "--gpu")
            .Succeeds()
            .Out;
        File.WriteAllText(_batch.At("batch.sh"), script);

        var ran = RealProcess.Shell("bash $0", _batch.At("batch.sh"));

        Assert.StartsWith(
            "#!/bin/bash\n#SBATCH --job-name=wframe\n#SBATCH --array=0-3\n",
            script,
            StringComparison.Ordinal
        );
        Assert.Contains("\n#SBATCH --gres=gpu:1\n", script, StringComparison.Ordinal);
        Assert.Equal(
            ["jobs", "work", manifest, "--output", "/o", "--threads", "2", "--device", "cuda"],
            ran.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
    }

    [Theory]
    [InlineData("--tasks", "5", "4 shards")]
    [InlineData("--memory", "lots", "--memory lots")]
    [InlineData("--name", "No Name", "--name No Name")]
    public void GivenWhatNoClusterTakes_WhenWritten_ThenASentenceSaysSo(string option, string value, string said) =>
        Invocation
            .Run("jobs", "slurm", _batch.WriteManifest(_batch.Training(4)), "--output", "/o", option, value)
            .Fails(2, said);
}
