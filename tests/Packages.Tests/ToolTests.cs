using WFrame.Testing;

namespace WFrame.Packages.Tests;

/// <summary>The tool of this platform, packed, installed into an empty folder, used.</summary>
public sealed class ToolTests : IDisposable
{
    /// <summary>The public gallery's limit is 250 MB; these are ours.</summary>
    private const long LargestPackage = 40_000_000;
    private const long LargestInstallation = 100_000_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Given_this_platforms_package_when_installed_then_it_is_small_and_draws_a_picture()
    {
        var rid = RuntimeInformation.RuntimeIdentifier;
        var feed = _folder.At("feed");
        Command.Run(Repository.Root, Path.Combine(Repository.Root, ".ci", "pack"), [feed, rid]);
        var package = Assert.Single(Directory.GetFiles(feed, $"wframe.{rid}.*.nupkg"));

        Command.Run(_folder.Path, "dotnet", Install(feed, Version(package, rid)));
        var installed = new DirectoryInfo(_folder.At("tool")).GetFiles("*", SearchOption.AllDirectories);
        var wframe = installed
            .Single(file => Path.GetFileNameWithoutExtension(file.Name) == "wframe" && file.Extension is "" or ".exe")
            .FullName;
        var help = Command.Run(_folder.Path, wframe, "--help");
        string[] training =
        [
            "train",
            Repository.Sample("chelsea.png"),
            "--size",
            "16",
            "--crops",
            "2",
            "--iterations",
            "1",
            "--steps",
            "1",
            "--output",
            "run",
        ];
        Command.Run(_folder.Path, wframe, training);
        Command.Run(
            _folder.Path,
            wframe,
            "sample",
            "run/model.zip",
            "--count",
            "2",
            "--steps",
            "1",
            "--output",
            "more"
        );
        var doctor = JsonNode.Parse(Command.Run(_folder.Path, wframe, "doctor", "--json"))!;

        Assert.Contains("wframe VERB", help, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.At("run", "report.html")));
        Assert.Empty(doctor["missing"]!.AsArray());
        Assert.InRange(new FileInfo(package).Length, 1, LargestPackage);
        Assert.InRange(installed.Sum(file => file.Length), 1, LargestInstallation);
        Assert.DoesNotContain(
            installed,
            file =>
                file.Extension is ".pdb" or ".dbg" or ".xml"
                && file.DirectoryName!.Contains("tools/net", StringComparison.Ordinal)
                && file.Name != "DotnetToolSettings.xml"
        );
        Assert.Equal(["onnxruntime"], Natives(installed));
    }

    /// <summary>ONNX Runtime's libraries of every platform: of this one alone there should be one.</summary>
    private static IEnumerable<string> Natives(IEnumerable<FileInfo> installed) =>
        installed
            .Where(file => Path.GetFileNameWithoutExtension(file.Name) is "onnxruntime" or "libonnxruntime")
            .Select(file => Path.GetFileNameWithoutExtension(file.Name).Replace("lib", "", StringComparison.Ordinal));

    private string[] Install(string feed, string version) =>
        [
            "tool",
            "install",
            "wframe",
            "--tool-path",
            _folder.At("tool"),
            "--source",
            feed,
            "--version",
            version,
            "--no-cache",
        ];

    private static string Version(string package, string rid) =>
        Path.GetFileNameWithoutExtension(package)[$"wframe.{rid}.".Length..];
}
