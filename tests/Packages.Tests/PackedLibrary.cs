using WFrame.Testing;

namespace WFrame.Packages.Tests;

/// <summary>The library's package, packed once, in a folder that serves it as a feed.</summary>
public sealed class PackedLibrary : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackedLibrary()
    {
        // The configuration of the tests, so that what they were built from is packed and nothing is compiled again.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        Command.Run(
            Repository.Root,
            "dotnet",
            ["pack", "src/Pipeline", "-c", configuration, "--no-restore", "-o", Feed, $"-p:PackageVersion={Version}"]
        );
    }

    /// <summary>No other package has it, whatever lies in the machine's cache.</summary>
    public string Version { get; } = $"0.0.1-test.{Guid.NewGuid():n}";

    public string Feed => _folder.At("feed");

    public string File => Path.Combine(Feed, $"WFrame.MLNet.{Version}.nupkg");

    /// <summary>An empty folder, with a package cache of its own, that becomes a console project.</summary>
    /// <param name="name">Of the folder.</param>
    /// <param name="packages">Package and version; the library's own is added by <see cref="Library"/>.</param>
    public PackedApp App(string name, params (string Id, string Version)[] packages) =>
        new(_folder.At("apps", name), Feed, _folder.At("cache"), packages);

    public (string Id, string Version) Library => ("WFrame.MLNet", Version);

    public void Dispose() => _folder.Dispose();
}

[CollectionDefinition(nameof(PackedLibrary))]
public sealed class PackedLibraryTests : ICollectionFixture<PackedLibrary>;
