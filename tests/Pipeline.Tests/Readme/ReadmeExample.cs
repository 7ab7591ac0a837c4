using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Readme;

/// <summary>The C# examples of the README as programs of their own, which see what a user's program sees.</summary>
internal static partial class ReadmeExample
{
    /// <summary>What every new console project has.</summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>The text of each.</summary>
    public static string[] All { get; } =
    [
        .. Fences()
            .Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md")))
            .Select(match => match.Groups["code"].Value),
    ];

    /// <summary>The assembly of a program; what the compiler says against it fails the test.</summary>
    public static byte[] Compile(string name, string code)
    {
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(code)],
            assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        var complaints = result.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning);
        Assert.True(result.Success && !complaints.Any(), string.Join('\n', complaints));
        return assembly.ToArray();
    }

    /// <summary>Runs a program with the tests' own copy of the library.</summary>
    public static void Run(string name, byte[] assembly, string folder)
    {
        var tests = Path.Combine(AppContext.BaseDirectory, typeof(ReadmeExample).Assembly.GetName().Name!);
        var program = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        File.WriteAllBytes(program, assembly);
        try
        {
            DotnetProcess.Run(
                folder,
                ["exec", "--depsfile", tests + ".deps.json", "--runtimeconfig", tests + ".runtimeconfig.json", program]
            );
        }
        finally
        {
            File.Delete(program);
        }
    }

    [GeneratedRegex(@"^```csharp\r?\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();
}
