namespace WFrame.Cli.Scores;

/// <summary>Formats of scores by the extension of their file.</summary>
internal static class ScoreFormats
{
    /// <summary>Checks the extension.</summary>
    /// <exception cref="UsageException">There is no such format.</exception>
    public static void Check(string path)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is not (".csv" or ".jsonl" or ".parquet"))
        {
            throw new UsageException($"--output {path} has no known format; end the name in .csv, .jsonl or .parquet.");
        }
    }

    /// <summary>A writer of a checked path.</summary>
    public static IScoreWriter Create(string path, Stream stream) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => new CsvScores(stream),
            ".jsonl" => new JsonLineScores(stream),
            _ => new ParquetScores(stream),
        };
}
