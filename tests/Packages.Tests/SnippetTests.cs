using System.Text.RegularExpressions;
using WFrame.Testing;

namespace WFrame.Packages.Tests;

/// <summary>
/// The C# examples of every document compile as they stand in an empty project that has the package, and run, with fewer
/// iterations and smaller images.
/// </summary>
[Collection(nameof(PackedLibrary))]
public sealed partial class SnippetTests(PackedLibrary library)
{
    [Fact]
    public void Given_the_documents_when_each_example_is_compiled_and_run_then_it_writes_what_it_says()
    {
        var examples = Examples();
        var app = library.App("snippets", library.Library, ("Microsoft.ML.OnnxRuntime", "1.31.1"));
        for (var i = 0; i < examples.Count; i++)
        {
            File.WriteAllText(app.At($"AsItStands{i}.cs"), Class($"AsItStands{i}", examples[i]));
            File.WriteAllText(app.At($"Example{i}.cs"), Class($"Example{i}", Smaller(examples[i])));
        }
        var cases = Enumerable.Range(0, examples.Count).Select(i => $"case \"{i}\": Example{i}.Run(); break;");
        File.WriteAllText(app.At("Program.cs"), $"switch (args[0]) {{ {string.Join(' ', cases)} }}");
        Prepare(app);
        app.Build();

        for (var i = 0; i < examples.Count; i++)
        {
            Assert.Equal("", app.Run($"{i}"));
            Assert.All(
                Written().Matches(examples[i]),
                file => Assert.True(Path.Exists(app.At(file.Value)), file.Value)
            );
        }
        Assert.True(examples.Count >= 4, "README.md and the package's README have two examples each.");
    }

    private static List<string> Examples()
    {
        var documents = new[] { "README.md", "src/Pipeline/README.md" }.Concat(
            Directory
                .GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
        );
        return
        [
            .. documents.SelectMany(document =>
                Fences()
                    .Matches(File.ReadAllText(Path.Combine(Repository.Root, document)))
                    .Select(match => match.Groups["code"].Value)
            ),
        ];
    }

    /// <summary>What the examples read.</summary>
    private static void Prepare(PackedApp app)
    {
        foreach (var name in new[] { "samples/chelsea.png", "photos/chelsea.png", "cat.png" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(app.At(name))!);
            File.Copy(Repository.Sample("chelsea.png"), app.At(name));
        }
        Directory.CreateDirectory(app.At("models"));
        foreach (var name in new[] { "samples/brick.png", "models/vgg16_conv7.onnx", "models/vgg16_conv7.json" })
        {
            File.Copy(Path.Combine(Repository.Root, name), app.At(name));
        }
    }

    /// <summary>Usings stay first; the statements become a method's.</summary>
    private static string Class(string name, string code)
    {
        var lines = code.Split('\n');
        var usings = lines.Where(line =>
            line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=')
        );
        var statements = lines.Except(usings);
        return $"{string.Join('\n', usings)}\ninternal static class {name}\n{{\npublic static void Run()\n{{\n{string.Join('\n', statements)}\n}}\n}}\n";
    }

    private static string Smaller(string code) => Iterations().Replace(Sizes().Replace(code, "16"), "2");

    [GeneratedRegex(@"(?<=[Ii]terations\W+|[Ss]teps\W+)\d+")]
    private static partial Regex Iterations();

    [GeneratedRegex(@"(?<=size: )\d+")]
    private static partial Regex Sizes();

    /// <summary>What an example writes: the file of a Save.</summary>
    [GeneratedRegex(@"(?<=Save\([^)]*"")\w+\.(zip|csv|texture)(?="")")]
    private static partial Regex Written();

    [GeneratedRegex(@"^```csharp\r?\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();
}
