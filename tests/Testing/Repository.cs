namespace WFrame.Testing;

/// <summary>Places of a checkout.</summary>
public static class Repository
{
    /// <summary>The folder of WFrame.MLNet.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder `shared` beside the checkout: real images and models that may not be committed.</summary>
    public static string Shared => Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    /// <summary>Path of a committed photograph.</summary>
    public static string Sample(string name) => Path.Combine(Root, "samples", name);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "WFrame.MLNet.sln")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName ?? throw new DirectoryNotFoundException("WFrame.MLNet.sln not found above the tests.");
    }
}
