using System.IO.Compression;
using System.Xml.Linq;

namespace WFrame.Packages.Tests;

/// <summary>What a package feed shows of the package.</summary>
[Collection(nameof(PackedLibrary))]
public sealed class PackageContentTests(PackedLibrary library)
{
    [Fact]
    public void Given_the_package_when_opened_then_it_has_what_a_reader_of_a_feed_expects()
    {
        using var package = ZipFile.OpenRead(library.File);
        var files = package.Entries.Select(entry => entry.FullName).ToList();
        using var nuspec = package.GetEntry("WFrame.MLNet.nuspec")!.Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single();
        string Of(string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;

        Assert.Contains(Of("readme"), files);
        Assert.Contains(Of("icon"), files);
        Assert.Equal("MIT", Of("license"));
        Assert.True(Of("tags").Split(' ').Length >= 5 && Of("description").Length > 80);
        Assert.Contains("THIRD-PARTY-NOTICES.md", files);
        Assert.Contains("CHANGELOG.md", files);
        foreach (var name in new[] { "Energy", "Trainers", "Pipeline" })
        {
            Assert.Contains($"lib/net10.0/WFrame.{name}.dll", files);
            Assert.Contains($"lib/net10.0/WFrame.{name}.xml", files);
        }
    }

    [Fact]
    public void Given_the_symbols_when_opened_then_every_library_has_them()
    {
        using var symbols = ZipFile.OpenRead(Path.ChangeExtension(library.File, ".snupkg"));

        Assert.Equal(3, symbols.Entries.Count(entry => entry.FullName.EndsWith(".pdb", StringComparison.Ordinal)));
    }
}
