namespace WFrame.Runs;

/// <summary>File names made of component names.</summary>
internal static class FileNames
{
    /// <summary>A name for each component that every file system takes, no two of them equal even where case does not count.</summary>
    public static string[] Of(IEnumerable<string> components)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. components.Select(Unique)];

        string Unique(string component)
        {
            var name = Safe(component);
            for (var n = 2; !taken.Add(name); n++)
            {
                name = string.Create(CultureInfo.InvariantCulture, $"{Safe(component)}-{n}");
            }
            return name;
        }
    }

    /// <summary>Letters, digits, dot, dash and underscore stay.</summary>
    private static string Safe(string name)
    {
        var safe = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'))
            .Trim('.');
        return safe.Length == 0 ? "_" : safe[..Math.Min(safe.Length, 100)];
    }
}
