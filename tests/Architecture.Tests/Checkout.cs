using WFrame.Testing;

namespace WFrame.Architecture.Tests;

/// <summary>The files of a checkout that are written by hand, by their paths from its root with slashes.</summary>
internal static class Checkout
{
    /// <summary>All files below a folder, without what a build leaves.</summary>
    public static string[] Files(string folder) =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
                .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "TestResults"))
                .Order(StringComparer.Ordinal),
        ];

    public static string[] CodeFiles(params string[] folders) =>
        [.. folders.SelectMany(Files).Where(path => path.EndsWith(".cs", StringComparison.Ordinal))];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    public static string FolderOf(string path) => path[..path.LastIndexOf('/')];
}
