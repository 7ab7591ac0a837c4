using System.Text.RegularExpressions;
using WFrame.Testing;

namespace WFrame.Architecture.Tests;

public sealed partial class RepositoryTests
{
    private const int MostFiles = 20;
    private const int LongestFile = 350;
    private const int MedianFile = 100;
    private static readonly string[] Places = ["src", "tests", "eval", "bench"];

    [Theory]
    [InlineData("ARCHITECTURE.md")]
    [InlineData("README.md")]
    [InlineData("bench/README.md")]
    [InlineData("eval/README.md")]
    public void GivenADocument_WhenItNamesAFileOrFolder_ThenThatExists(string document)
    {
        var text = Checkout.Read(document);
        var folder = Path.Combine(Repository.Root, Path.GetDirectoryName(document)!);
        var paths = PathFromRoot().Matches(text).Select(m => Path.Combine(Repository.Root, m.Value));
        var links = Link().Matches(text).Select(m => Path.Combine(folder, m.Groups[1].Value));
        string[] all = [.. paths.Concat(links).Distinct()];

        Assert.NotEmpty(all);
        Assert.DoesNotContain(all, path => !Path.Exists(path));
    }

    [Fact]
    public void GivenFolders_WhenTheirFilesAreCounted_ThenNoneHoldsMoreThanAReaderOverlooks()
    {
        // Reference values lie as the program that makes them leaves them.
        var folders = Places
            .SelectMany(Checkout.Files)
            .Where(path => !path.StartsWith("tests/oracle/", StringComparison.Ordinal))
            .CountBy(Checkout.FolderOf);

        Assert.DoesNotContain(folders, folder => folder.Value > MostFiles);
    }

    [Fact]
    public void GivenCodeFiles_WhenTheirLinesAreCounted_ThenNoneIsLongAndMostAreShort()
    {
        var lengths = Checkout
            .CodeFiles(Places)
            .ToDictionary(path => path, path => Checkout.Read(path).Count(c => c == '\n'));

        Assert.DoesNotContain(lengths, file => file.Value > LongestFile);
        Assert.InRange(lengths.Values.Order().ElementAt(lengths.Count / 2), 1, MedianFile);
    }

    [GeneratedRegex(@"(?<![\w/.-])(?:src|tests|eval|bench|models|samples|docs)/[\w/.-]*[\w/]")]
    private static partial Regex PathFromRoot();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#]+)")]
    private static partial Regex Link();
}
