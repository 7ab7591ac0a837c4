using WFrame.Files;
using WFrame.Jobs.Running;

namespace WFrame.Jobs;

/// <summary>
/// Where the results of a batch are: <c>shards/ab/ID</c> whole folders, <c>failed/ID.json</c> why a shard was set aside,
/// <c>progress</c> states of long shards, <c>log</c> a line for each attempt. Any number of processes on any number of
/// machines may write to it.
/// </summary>
public sealed class JobFolder
{
    /// <summary>The file of a result that says what it is.</summary>
    public const string Description = "shard.json";

    private const string Staging = "staging";
    private const string Failed = "failed";
    private const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(2);

    // Two objects of one process write to files of their own.
    private readonly string _name = Guid.NewGuid().ToString("N")[..8];
    private readonly Lock _turn = new();

    /// <summary>Makes the folder where it is missing.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public JobFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        foreach (var folder in new[] { "shards", Staging, Failed, "progress", "log" })
        {
            Directory.CreateDirectory(At(folder));
        }
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>The folder of a shard's result, whether it is there or not.</summary>
    public string Result(Shard shard) => At("shards", shard.Id[..2], shard.Id);

    /// <summary>Whether a shard's result is there: folders appear whole.</summary>
    public bool IsDone(Shard shard) => Directory.Exists(Result(shard));

    /// <summary>What a result says of itself.</summary>
    /// <exception cref="InvalidContentException">It was damaged.</exception>
    internal JsonObject Describe(Shard shard)
    {
        var path = System.IO.Path.Combine(Result(shard), Description);
        try
        {
            return JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException or InvalidOperationException)
        {
            throw new InvalidContentException(
                $"{Result(shard)} is no whole result; remove that folder and run the batch again.",
                e
            );
        }
    }

    /// <summary>Why a shard was set aside; null where it was not.</summary>
    public ShardFailure? Failure(Shard shard)
    {
        var path = FailurePath(shard);
        // Most shards have none, and an exception each would take long.
        return File.Exists(path) ? ShardFailure.Read(path) : null;
    }

    /// <summary>Sets a shard aside: it is not tried again until that is asked for.</summary>
    internal void SetAside(Shard shard, ShardFailure failure) =>
        AtomicFile.WriteText(FailurePath(shard), failure.ToJson());

    /// <summary>Lets a shard that was set aside be tried again.</summary>
    internal void Forgive(Shard shard) => File.Delete(FailurePath(shard));

    internal string Progress(Shard shard) => At("progress", $"{shard.Id}.checkpoint");

    /// <summary>When the state was written that the next try goes on from; null where there is none.</summary>
    internal DateTime? StateTime(Shard shard) =>
        new FileInfo(Progress(shard)) is { Exists: true } state ? state.LastWriteTimeUtc : null;

    /// <summary>Notes that a process begins a shard; what it leaves when it is killed counts as a try.</summary>
    /// <returns>How often it was begun and not ended since its state was last written, this time included.</returns>
    internal int Begin(Shard shard)
    {
        // Two processes may begin the same shard: neither may refuse the other, which would end a whole run. Where they
        // overwrite each other one try is not counted.
        var advanced = StateTime(shard) > File.GetLastWriteTimeUtc(TriesPath(shard));
        using var file = new FileStream(TriesPath(shard), FileMode.OpenOrCreate, FileAccess.ReadWrite, Shared);
        var text = new byte[16];
        var length = file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        var tries = !advanced && int.TryParse(text.AsSpan(0, length), out var before) ? before + 1 : 1;
        file.SetLength(0);
        file.Write(Encoding.UTF8.GetBytes($"{tries}"));
        return tries;
    }

    /// <summary>Notes that the process is alive after the shard.</summary>
    internal void End(Shard shard) => File.Delete(TriesPath(shard));

    /// <summary>An empty folder for a result that is being made.</summary>
    internal string Stage(Shard shard) =>
        Directory
            .CreateDirectory(
                At(Staging, $"{shard.Id}.{Environment.MachineName}.{Environment.ProcessId}.{Guid.NewGuid():N}")
            )
            .FullName;

    /// <summary>Makes a staged folder the result; where somebody else was faster his stays, which is the same.</summary>
    internal void Publish(Shard shard, string staged)
    {
        var target = Result(shard);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        FolderFlush.Flush(staged);
        try
        {
            Directory.Move(staged, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            Directory.Delete(staged, recursive: true);
        }
        FolderFlush.Flush(System.IO.Path.GetDirectoryName(target)!);
        File.Delete(Progress(shard));
        Forgive(shard);
    }

    /// <summary>Removes what killed processes of this machine left half-made, and what is long abandoned.</summary>
    internal void RemoveAbandoned()
    {
        var folders = Directory.GetDirectories(At(Staging));
        if (folders.Length == 0)
        {
            return;
        }
        var now = FileServerTime();
        foreach (var folder in folders)
        {
            var parts = System.IO.Path.GetFileName(folder).Split('.');
            var isOurs = parts.Length >= 4 && parts[^3] == Environment.MachineName.Split('.')[^1];
            var isAbandoned =
                isOurs && int.TryParse(parts[^2], out var process)
                    ? !IsAlive(process)
                    : now - Directory.GetLastWriteTimeUtc(folder) > Abandoned;
            if (isAbandoned)
            {
                try
                {
                    Directory.Delete(folder, recursive: true);
                }
                catch (DirectoryNotFoundException)
                {
                    // Another process was faster.
                }
            }
        }
    }

    /// <summary>The time that new folders get: a machine whose clock is days ahead must not remove what others are at.</summary>
    internal DateTime FileServerTime()
    {
        var probe = Directory.CreateDirectory(At(Staging, $"clock-{Guid.NewGuid():N}"));
        var now = probe.LastWriteTimeUtc;
        // Of a process that is killed here it stays, and is removed when it is old.
        probe.Delete();
        return now;
    }

    /// <summary>Adds a line to the log of this object: any thread may, while others read.</summary>
    internal void Log(Shard shard, ShardOutcome outcome)
    {
        var line = new JsonObject
        {
            ["shard"] = shard.Number,
            ["id"] = shard.Id,
            ["exit"] = outcome.Exit,
            ["seconds"] = Math.Round(outcome.Seconds, 3),
            ["message"] = outcome.Message,
            ["machine"] = Environment.MachineName,
            ["time"] = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture),
        };
        var path = At("log", $"{Environment.MachineName}-{Environment.ProcessId}-{_name}.jsonl");
        lock (_turn)
        {
            // A reader's lock must not refuse the writer, whose shard would count as failed.
            using var log = new FileStream(path, FileMode.Append, FileAccess.Write, Shared);
            log.Write(Encoding.UTF8.GetBytes(line.ToJsonString() + "\n"));
        }
    }

    /// <summary>The folders of the results that came last, the newest first.</summary>
    internal IEnumerable<string> Newest(int most) =>
        new DirectoryInfo(At("shards"))
            .EnumerateDirectories()
            .SelectMany(d => d.EnumerateDirectories())
            .OrderByDescending(d => d.LastWriteTimeUtc)
            .Take(most)
            .Select(d => d.FullName);

    /// <summary>What was set aside.</summary>
    internal IEnumerable<ShardFailure> Failures() =>
        Directory.EnumerateFiles(At(Failed), "*.json").Select(ShardFailure.Read).OfType<ShardFailure>();

    /// <summary>Every try of every process; a line that is being written is left out.</summary>
    internal IEnumerable<(int Exit, double Seconds, DateTimeOffset Time)> Attempts()
    {
        foreach (var line in Directory.EnumerateFiles(At("log"), "*.jsonl").SelectMany(Lines))
        {
            if (Attempt(line) is { } attempt)
            {
                yield return attempt;
            }
        }
    }

    private static (int Exit, double Seconds, DateTimeOffset Time)? Attempt(string line)
    {
        try
        {
            var json = JsonNode.Parse(line)!;
            return (
                (int)json["exit"]!,
                (double)json["seconds"]!,
                DateTimeOffset.Parse((string)json["time"]!, CultureInfo.InvariantCulture)
            );
        }
        catch (JsonException)
        {
            // Of a process that was killed while it wrote.
            return null;
        }
    }

    private static IEnumerable<string> Lines(string path)
    {
        using var log = new FileStream(path, FileMode.Open, FileAccess.Read, Shared);
        using var reader = new StreamReader(log);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private string TriesPath(Shard shard) => At("progress", $"{shard.Id}.tries");

    private string FailurePath(Shard shard) => At(Failed, $"{shard.Id}.json");

    private string At(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);
}
