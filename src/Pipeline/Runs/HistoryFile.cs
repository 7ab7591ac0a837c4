using WFrame.Files;
using WFrame.Learning;
using WFrame.Reports;

namespace WFrame.Runs;

/// <summary>history.jsonl: one JSON object per iteration and component.</summary>
internal static class HistoryFile
{
    /// <summary>Replaces the file atomically (start of a run, or resume from a checkpoint).</summary>
    public static void Write(string path, IEnumerable<IterationRecord> records) =>
        AtomicFile.WriteText(path, string.Concat(records.Select(Line)));

    /// <summary>Appends the records of one iteration in one write.</summary>
    public static void Append(string path, IEnumerable<IterationRecord> records) =>
        File.AppendAllText(path, string.Concat(records.Select(Line)));

    /// <summary>Reads a history.</summary>
    /// <exception cref="InvalidContentException">A line is not a record.</exception>
    public static IReadOnlyList<IterationRecord> Read(string path)
    {
        try
        {
            return [.. File.ReadLines(path).Where(line => line.Length > 0).Select(Record)];
        }
        catch (JsonException e)
        {
            throw new InvalidContentException($"{path} is not a history: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>The records behind a position, of a file that another process appends to.</summary>
    /// <param name="path">The file; there may be none yet.</param>
    /// <param name="position">Where the last call ended, 0 at first; moved behind the last whole line.</param>
    /// <exception cref="InvalidContentException">A whole line is no record.</exception>
    public static IReadOnlyList<IterationRecord> ReadOn(string path, ref long position)
    {
        if (!File.Exists(path))
        {
            return [];
        }
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // A resumed training has written the history of its checkpoint anew.
        file.Position = position = file.Length < position ? 0 : position;
        var bytes = new byte[file.Length - position];
        bytes = bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        var whole = Encoding.UTF8.GetString(bytes, 0, Array.LastIndexOf(bytes, (byte)'\n') + 1);
        position += Encoding.UTF8.GetByteCount(whole);
        try
        {
            return [.. whole.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Record)];
        }
        catch (JsonException e)
        {
            throw new InvalidContentException($"{path} is not a history: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static IterationRecord Record(string line)
    {
        StrictJson.Require(Encoding.UTF8.GetBytes(line));
        return JsonSerializer.Deserialize<IterationRecord>(line, ReportJson.Line) is { Component: not null } record
            ? record
            : throw new JsonException("a line names no component");
    }

    private static string Line(IterationRecord record) => JsonSerializer.Serialize(record, ReportJson.Line) + "\n";
}
