using WFrame.Testing;

namespace WFrame.Cli.Tests.Jobs;

internal static class LongList
{
    /// <summary>A list with the same 100 files again and again, and one that is missing.</summary>
    public static string[] Write(TemporaryFolder folder, int rows)
    {
        Directory.CreateDirectory(folder.At("files"));
        for (var i = 1; i < 100; i++)
        {
            File.WriteAllText(folder.At("files", $"{i}.png"), $"{i}");
        }
        string[] names = [.. Enumerable.Range(0, rows).Select(i => $"files/{i % 100}.png")];
        File.WriteAllLines(folder.At("list.txt"), names);
        return names;
    }
}
