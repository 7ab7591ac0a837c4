using System.Text.RegularExpressions;

namespace WFrame.Images.Sources;

/// <summary>
/// Patterns for shells that leave them alone: * ? [abc] [!abc] {a,b}, and ** for any depth. A part that exists as
/// written is taken as written, so names with brackets or braces need no quoting. Hidden names need an explicit dot.
/// By hand, because Microsoft.Extensions.FileSystemGlobbing knows * and ** alone (no ?, no sets, no braces) and takes
/// hidden names too, and System.IO.Enumeration.FileSystemName knows * and ? alone.
/// </summary>
internal static class ImageGlob
{
    private static readonly char[] Special = ['*', '?', '[', '{'];

    public static bool IsPattern(string text) => text.IndexOfAny(Special) >= 0;

    /// <summary>Files and folders that match, in ordinal order.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="passed">Told the folders that ** leaves out.</param>
    /// <exception cref="UsageException">A set of characters is empty or has a range that runs backwards.</exception>
    public static List<string> Expand(string pattern, PassedOver passed)
    {
        var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        List<string> found = [pattern.StartsWith('/') ? "/" : ""];
        foreach (var part in parts)
        {
            found = [.. found.SelectMany(folder => Step(folder, part, passed)).Distinct(StringComparer.Ordinal)];
        }
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static IEnumerable<string> Step(string folder, string part, PassedOver passed)
    {
        var literal = Path.Combine(folder, part);
        if (!IsPattern(part) || Path.Exists(literal))
        {
            return Path.Exists(literal) ? [literal] : [];
        }
        if (part == "**")
        {
            return Below(folder, depth: 0, passed).Prepend(folder);
        }
        var name = Compile(part);
        return Items(folder)
            .Where(item => name.IsMatch(item) && (part[0] == '.' || item[0] != '.'))
            .Select(item => Path.Combine(folder, item));
    }

    private static IEnumerable<string> Below(string folder, int depth, PassedOver passed) =>
        // A loop of links ends here; no data set is that deep.
        depth > 16
            ? []
            : Items(folder)
                .Select(item => Path.Combine(folder, item))
                .Where(Directory.Exists)
                .Where(passed.Enters)
                .SelectMany(inner => Below(inner, depth + 1, passed).Prepend(inner));

    private static IEnumerable<string> Items(string folder)
    {
        var at = folder.Length == 0 ? "." : folder;
        return Directory.Exists(at) ? Directory.EnumerateFileSystemEntries(at).Select(p => Path.GetFileName(p)) : [];
    }

    private static Regex Compile(string part)
    {
        try
        {
            return new Regex(ToRegex(part), RegexOptions.NonBacktracking | RegexOptions.Singleline);
        }
        catch (RegexParseException)
        {
            throw new UsageException(
                $"The pattern {part} has a set of characters that is empty or runs backwards: write [a-z], or give the files themselves."
            );
        }
        // The automaton of a pattern of thousands of characters has a limit.
        catch (NotSupportedException)
        {
            throw new UsageException(
                $"The pattern {part[..Math.Min(part.Length, 40)]}... is too long: write a shorter one, or give the files themselves."
            );
        }
    }

    private static string ToRegex(string part)
    {
        var regex = new StringBuilder("^");
        var braces = 0;
        for (var i = 0; i < part.Length; i++)
        {
            switch (part[i])
            {
                case '*':
                    regex.Append(".*");
                    break;
                case '?':
                    regex.Append('.');
                    break;
                case '[' when part.IndexOf(']', i + 1) is var end && end > i + 1:
                    // A bracket within a set would begin a subtraction.
                    var set = part[(i + 1)..end].Replace(@"\", @"\\").Replace("[", @"\[");
                    regex.Append('[').Append(set[0] == '!' ? "^" + set[1..] : set).Append(']');
                    i = end;
                    break;
                case '{' when part.IndexOf('}', i) > 0:
                    regex.Append("(?:");
                    braces++;
                    break;
                case '}' when braces > 0:
                    regex.Append(')');
                    braces--;
                    break;
                case ',' when braces > 0:
                    regex.Append('|');
                    break;
                default:
                    regex.Append(Regex.Escape(part[i].ToString()));
                    break;
            }
        }
        return regex.Append(')', braces).Append('$').ToString();
    }
}
