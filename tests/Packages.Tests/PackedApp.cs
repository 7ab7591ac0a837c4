using System.Xml.Linq;

namespace WFrame.Packages.Tests;

/// <summary>A console project of a stranger: a project file, programs, and nothing from this repository but the package.</summary>
public sealed class PackedApp
{
    private readonly string _folder;

    internal PackedApp(string folder, string feed, string cache, IEnumerable<(string Id, string Version)> packages)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        // What the machine has of other people's packages is read where it lies; ours comes from the feed alone.
        var machine =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement(
                "PropertyGroup",
                new XElement("OutputType", "Exe"),
                new XElement("AssemblyName", "App"),
                new XElement("TargetFramework", "net10.0"),
                new XElement("ImplicitUsings", "enable"),
                new XElement("Nullable", "enable"),
                new XElement("TreatWarningsAsErrors", "true"),
                new XElement("NoWarn", "NU1603"),
                new XElement("RestoreAdditionalProjectSources", feed),
                new XElement("RestorePackagesPath", cache),
                new XElement("RestoreFallbackFolders", machine)
            ),
            new XElement(
                "ItemGroup",
                packages.Select(p => new XElement(
                    "PackageReference",
                    new XAttribute("Include", p.Id),
                    new XAttribute("Version", p.Version)
                ))
            )
        ).Save(At("App.csproj"));
    }

    public string At(string name) => Path.Combine(_folder, name);

    /// <summary>A program of Apps/ becomes the project's own.</summary>
    public PackedApp With(string app)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Apps", app), At(app));
        return this;
    }

    public PackedApp Build()
    {
        Command.Run(_folder, "dotnet", ["build", "-c", "Release", "-v", "quiet", "-nologo"]);
        return this;
    }

    /// <summary>Its output.</summary>
    public string Run(params string[] arguments) =>
        Command.Run(_folder, "dotnet", [At("bin/Release/net10.0/App.dll"), .. arguments]);

    /// <summary>Every package it depends on, near and far, as restored.</summary>
    public IReadOnlyList<string> Packages()
    {
        var assets = JsonNode.Parse(File.ReadAllText(At("obj/project.assets.json")))!;
        return [.. assets["libraries"]!.AsObject().Select(library => library.Key.Split('/')[0])];
    }
}
