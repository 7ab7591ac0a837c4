namespace WFrame.Cli.Options;

/// <summary>"did you mean" for a name that is not known.</summary>
internal static class NearestName
{
    /// <summary>The nearest of the known names by edit distance.</summary>
    public static string Of(string name, IEnumerable<string> known) =>
        known.OrderBy(k => Distance(name, k)).ThenBy(k => k, StringComparer.Ordinal).First();

    /// <summary>"did you mean NAME? " where one is near enough to be meant, else nothing.</summary>
    public static string Hint(string name, IEnumerable<string> known)
    {
        var nearest = Of(name, known);
        return Distance(name, nearest) <= 1 + (name.Length / 3) ? $"did you mean {nearest}? Or " : "";
    }

    /// <summary>Letters to insert, delete or replace (Levenshtein distance); a known beginning counts as near.</summary>
    internal static int Distance(string a, string b)
    {
        if (a.Length > 2 && b.StartsWith(a, StringComparison.Ordinal))
        {
            return 1;
        }
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
