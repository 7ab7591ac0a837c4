using System.Text.RegularExpressions;

namespace WFrame.Architecture.Tests;

/// <summary>A row of ARCHITECTURE.md's table of rooms: | `folder` | what for | rooms it knows, without "WFrame." |.</summary>
internal sealed partial record Room(string Folder, string Purpose, string Knows)
{
    public static Room[] Listed() =>
        [
            .. Row()
                .Matches(Checkout.Read("ARCHITECTURE.md"))
                .Select(row => new Room(row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value)),
        ];

    /// <summary>What the using directives of a folder's files say that it knows, written as in the table.</summary>
    public static string Known(string folder)
    {
        var texts = Checkout
            .CodeFiles(folder)
            .Where(f => Checkout.FolderOf(f) == folder)
            .Select(Checkout.Read)
            .ToArray();
        var own = texts.SelectMany(text => Namespace().Matches(text)).Select(match => match.Groups[1].Value);
        var used = texts.SelectMany(text => Using().Matches(text)).Select(match => match.Groups[1].Value);
        return string.Join(", ", used.Except(own).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| `((?:src|eval)/[\w/]+)` \| (.+?) \| (.*?) ?\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^namespace WFrame\.([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (?:static |\w+ = )?WFrame\.([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
