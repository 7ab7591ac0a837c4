using System.Collections.Concurrent;
using WFrame.Cli.Options;
using WFrame.Jobs;
using WFrame.Jobs.Running;

namespace WFrame.Cli.Verbs.Jobs;

/// <summary>
/// wframe jobs work --stdin: what wframe jobs run starts. Ctrl-C reaches the whole group of processes, so signals are
/// left to who gives out the shards: the end of the input ends this process, after it has left a checkpoint.
/// </summary>
internal static class StdinWorker
{
    public static int Serve(VerbCall call, Manifest manifest, JobRunOptions options)
    {
        using var ended = new CancellationTokenSource();
        using var numbers = new BlockingCollection<string>();
        var reader = new Thread(() => Read(numbers, ended)) { IsBackground = true };
        reader.Start();
        using var worker = new InProcessWorker(manifest, new JobFolder(options.Output), options.Work);
        foreach (var line in numbers.GetConsumingEnumerable())
        {
            if (
                !int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number >= manifest.Shards.Count
            )
            {
                throw new UsageException(
                    $"--stdin {line} is no shard; the manifest has 0..{manifest.Shards.Count - 1}, one number a line."
                );
            }
            var outcome = worker.Do(manifest.Shards[number], ended.Token);
            call.Terminal.Out.WriteLine(JsonSerializer.Serialize(outcome, JsonSerializerOptions.Web));
            call.Terminal.Out.Flush();
        }
        return ExitCodes.Done;
    }

    private static void Read(BlockingCollection<string> numbers, CancellationTokenSource ended)
    {
        while (Console.In.ReadLine() is { } line)
        {
            numbers.Add(line);
        }
        // What waits is not begun any more; the starter is gone or has had enough.
        numbers.CompleteAdding();
        ended.Cancel();
    }
}
