namespace WFrame.Experiments;

/// <summary>Reads "--name value" and "--flag" arguments; everything else is an error.</summary>
internal static class OptionReader
{
    /// <summary>The options given, each with its value ("" for a flag).</summary>
    /// <exception cref="UsageException">Unknown, repeated, or without its value.</exception>
    public static IReadOnlyDictionary<string, string> Read(IReadOnlyList<string> args, string[] flags, string[] valued)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = (args[i], "");
            if (valued.Contains(name))
            {
                value =
                    i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal)
                        ? args[++i]
                        : throw new UsageException($"{name} needs a value.");
            }
            else if (!flags.Contains(name))
            {
                throw new UsageException(
                    $"{name} is unknown: allowed are {string.Join(", ", valued.Concat(flags))} and --help."
                );
            }
            if (!given.TryAdd(name, value))
            {
                throw new UsageException($"{name} is given twice: give it once.");
            }
        }
        return given;
    }
}
