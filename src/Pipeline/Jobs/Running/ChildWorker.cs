namespace WFrame.Jobs.Running;

/// <summary>
/// Does shards in a process of its own that takes their numbers from its standard input, one a line, and answers a line of
/// JSON each. A process that ends costs the shard that it was at, and the next shard starts another.
/// </summary>
/// <param name="command">Program and arguments.</param>
/// <param name="folder">Where it leaves its states.</param>
internal sealed class ChildWorker(IReadOnlyList<string> command, JobFolder folder) : IShardWorker
{
    /// <summary>How long a process may take to leave a state behind when it is asked to stop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Process? _process;
    private Task<string>? _said;

    public ShardOutcome Do(Shard shard, CancellationToken cancellation)
    {
        var before = folder.StateTime(shard);
        var outcome = Try(shard, cancellation);
        return outcome with { Advanced = folder.StateTime(shard) is { } after && after != before };
    }

    private ShardOutcome Try(Shard shard, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            if (_process is { HasExited: true })
            {
                // It died between two shards, which is none's fault.
                Forget();
            }
            var process = _process ??= Start();
            using var stop = cancellation.Register(() => Stop(process));
            process.StandardInput.WriteLine(shard.Number.ToString(CultureInfo.InvariantCulture));
            process.StandardInput.Flush();
            if (process.StandardOutput.ReadLine() is { } answer)
            {
                return Read(answer, shard);
            }
            return Died(shard, process, clock.Elapsed.TotalSeconds, cancellation);
        }
        catch (IOException) when (_process is { } process)
        {
            // The pipe broke: it ended before it read the number.
            return Died(shard, process, clock.Elapsed.TotalSeconds, cancellation);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return new ShardOutcome(
                shard.Number,
                ShardOutcome.Failed,
                0,
                $"{command[0]} cannot be started: {e.Message.TrimEnd('.')}."
            );
        }
    }

    public void Dispose()
    {
        if (_process is { } process)
        {
            Stop(process);
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
            }
            Forget();
        }
    }

    private void Forget()
    {
        _process?.Dispose();
        _process = null;
    }

    private Process Start()
    {
        var process = Process.Start(
            new ProcessStartInfo(command[0], command.Skip(1))
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        _said = LastWords(process.StandardError);
        return process;
    }

    /// <summary>Its input ends: it stops at the next step, leaves its state behind and ends.</summary>
    private static void Stop(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }
    }

    private ShardOutcome Died(Shard shard, Process process, double seconds, CancellationToken cancellation)
    {
        process.WaitForExit();
        var (code, said) = (process.ExitCode, _said!.GetAwaiter().GetResult());
        Forget();
        if (cancellation.IsCancellationRequested)
        {
            return new ShardOutcome(shard.Number, ShardOutcome.Interrupted, seconds, "interrupted.");
        }
        var why = code > 128 ? $"was killed by signal {code - 128}" : $"ended with exit code {code}";
        var words = said.Length > 0 ? $": {said}" : "";
        // A process that ends of itself before it answers is no better off for its exit code.
        return new ShardOutcome(
            shard.Number,
            code > 128 ? code : ShardOutcome.Failed,
            seconds,
            $"its process {why}{words}"
        );
    }

    private static ShardOutcome Read(string answer, Shard shard)
    {
        try
        {
            return
                JsonSerializer.Deserialize<ShardOutcome>(answer, JsonSerializerOptions.Web) is { } outcome
                && outcome.Shard == shard.Number
                ? outcome
                : throw new JsonException("another shard");
        }
        catch (JsonException)
        {
            return new ShardOutcome(
                shard.Number,
                ShardOutcome.Failed,
                0,
                $"its process answered what no worker answers: {answer[..Math.Min(answer.Length, 200)]}"
            );
        }
    }

    /// <summary>The last of what a process says; the rest is read so that it never waits.</summary>
    private static async Task<string> LastWords(StreamReader error)
    {
        const int Lines = 3;
        var last = new Queue<string>();
        while (await error.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            last.Enqueue(line.Trim());
            if (last.Count > Lines)
            {
                last.Dequeue();
            }
        }
        return string.Join(' ', last);
    }
}
