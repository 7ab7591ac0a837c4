using WFrame.Cli.Options;
using WFrame.Jobs;

namespace WFrame.Cli.Verbs.Jobs;

/// <summary>wframe jobs slurm and kubernetes: what hands a manifest to a cluster's own scheduler.</summary>
internal static class ClusterVerbs
{
    private const int MostTasks = 1000;

    private static readonly Setting<int> Tasks = Setting.Whole(
        "tasks",
        "N",
        "Processes that share the batch, 1 or more; each does its shards one after another.",
        "one a shard, 1000 at most",
        least: 1
    );

    private static readonly Setting<int> Cpus = Setting.Whole(
        "cpus",
        "N",
        "Cores of each process, 1 or more.",
        "1",
        least: 1
    );

    private static readonly Setting<string> Memory = Setting.Text(
        "memory",
        "SIZE",
        "Memory of each process, as 500M or 2G.",
        "2G"
    );

    private static readonly Setting<bool> Gpu = Setting.Switch("gpu", "Give each process one GPU and compute there.");

    private static readonly Setting<string> Program = Setting.Text(
        "program",
        "COMMAND",
        "How the cluster's machines start this program.",
        "wframe"
    );

    private static readonly Setting<string> Time = Setting.Text(
        "time",
        "HH:MM:SS",
        "Longest time of a process; what is not done then is gone on with by submitting the script again.",
        "24:00:00"
    );

    private static readonly Setting<string> Image = Setting
        .Text("image", "NAME", "Container image with the program as its entry point (the Dockerfile makes it).")
        .Mandatory();

    private static readonly Setting<string> Claim = Setting.Text(
        "claim",
        "NAME",
        "Persistent volume claim that holds manifest, data and results; mounted at /batch.",
        "wframe"
    );

    private static readonly Setting<string> Name = Setting.Text("name", "NAME", "Name of the job.", "wframe");

    private static readonly Setting<int> Parallelism = Setting.Whole(
        "parallelism",
        "N",
        "Pods at the same time, 1 or more.",
        "as many as there are processes",
        least: 1
    );

    private static readonly Setting<string> InCluster = CommonOptions.Output(
        "FOLDER",
        "Folder of the results, as the cluster's machines see it."
    );

    private static readonly Setting<string> ManifestThere = Setting.Text(
        "manifest",
        "FILE",
        "The manifest, as the cluster's machines see it.",
        "MANIFEST's full path; in a pod /batch/ and its name"
    );

    public static Verb Slurm { get; } =
        new(
            "slurm",
            "Prints a Slurm array script that does a manifest; submit it again until all is done.",
            call => Write(call, SlurmScript.Of),
            InCluster,
            ManifestThere,
            JobOptions.Data,
            Tasks,
            Cpus,
            Memory,
            Time,
            Gpu,
            Program,
            Name
        )
        {
            Positional = JobOptions.ManifestFile,
            Examples = ["wframe jobs slurm manifest.jsonl --output /mnt/batch --tasks 100"],
        };

    public static Verb Kubernetes { get; } =
        new(
            "kubernetes",
            "Prints an Indexed Job that does a manifest: exit codes 2 and 3 end an index, 1 and kills are tried again.",
            call => Write(call, KubernetesJob.Of),
            InCluster,
            Image,
            ManifestThere,
            JobOptions.Data,
            Tasks,
            Parallelism,
            Cpus,
            Memory,
            Gpu,
            Claim,
            JobOptions.Attempts,
            Name
        )
        {
            Positional = JobOptions.ManifestFile,
            Examples = ["wframe jobs kubernetes manifest.jsonl --output /batch/results --image wframe:0.1.0"],
        };

    private static int Write(VerbCall call, Func<ClusterTask, string> format)
    {
        var manifest = JobOptions.Read(call);
        var task = new ClusterTask
        {
            Name = Checked("--name", call.Text(Name) ?? "wframe"),
            Manifest =
                call.Text(ManifestThere)
                ?? (call.Has(Image) ? $"/batch/{Path.GetFileName(call.Argument)}" : Path.GetFullPath(call.Argument)),
            Output = call.Get(InCluster),
            Data = call.Text(JobOptions.Data),
            Tasks = call.Value(Tasks) ?? Math.Min(MostTasks, manifest.Shards.Count),
            Cpus = call.Value(Cpus) ?? 1,
            Megabytes = Megabytes(call.Text(Memory) ?? "2G"),
            Gpu = call.Get(Gpu),
            Program = call.Text(Program) ?? "wframe",
            Time = call.Text(Time) ?? "24:00:00",
            Image = call.Text(Image) ?? "",
            Claim = Checked("--claim", call.Text(Claim) ?? "wframe"),
            Parallelism = call.Value(Parallelism),
            Attempts = call.Bind(new JobRunOptions { Output = "" }).Attempts,
        };
        if (task.Tasks > manifest.Shards.Count)
        {
            throw new UsageException(
                $"--tasks {task.Tasks} is more than the {manifest.Shards.Count} shards of the manifest; give at most as many."
            );
        }
        call.Terminal.Out.Write(format(task));
        return ExitCodes.Done;
    }

    private static string Checked(string option, string name) =>
        name.Length is >= 1 and <= 52
        && name.All(c => c is '-' || char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
        && name[0] != '-'
        && name[^1] != '-'
            ? name
            : throw new UsageException(
                $"{option} {name} is no name that a cluster takes; use 1 to 52 lower-case letters, digits and dashes between them."
            );

    private static int Megabytes(string text)
    {
        var unit = text.Length > 0 ? char.ToUpperInvariant(text[^1]) : ' ';
        return
            unit is 'M' or 'G'
            && int.TryParse(
                text.AsSpan(0, text.Length - 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var size
            )
            && size is > 0 and < 100_000
            ? size * (unit == 'G' ? 1024 : 1)
            : throw new UsageException($"--memory {text} is no size; give one as 500M or 2G.");
    }
}
