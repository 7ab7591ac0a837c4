using System.Text.RegularExpressions;
using WFrame.Testing;

namespace WFrame.Cli.Tests;

/// <summary>The README's commands one after the other, as a reader types them, with fewer iterations and smaller images.</summary>
public sealed partial class ReadmeCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_the_readmes_commands_when_run_in_their_order_then_each_succeeds_and_leaves_what_it_names()
    {
        var commands = Commands().ToArray();
        Directory.CreateDirectory(folder.At("faces"));
        foreach (var name in (string[])["chelsea.png", "coffee.png", "astronaut.png"])
        {
            File.Copy(Repository.Sample(name), folder.At("faces", name));
        }

        Assert.All(commands, command => Invocation.Run([.. Small(command).Select(Located)]).Succeeds());

        Assert.True(commands.Length >= 8, $"{commands.Length} commands were found.");
        Assert.All(
            commands.SelectMany(Outputs),
            path => Assert.True(Path.Exists(Located(path)), $"{path} was not written.")
        );
    }

    private static IEnumerable<string[]> Commands() =>
        File.ReadLines(Path.Combine(Repository.Root, "README.md"))
            .Select(line => Command().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups["arguments"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A training of one step at 16 px, a texture of 32.</summary>
    private static string[] Small(string[] command)
    {
        if (command[0] == "texture")
        {
            return [.. command, "--size", "32"];
        }
        if (command is not (["train", ..] or ["jobs", "plan", "train", ..]))
        {
            return command;
        }
        string[] small = ["--iterations", "1", "--steps", "1", "--size", "16"];
        var kept = command.Where(
            (argument, i) => !small.Contains(argument) && (i == 0 || !small.Contains(command[i - 1]))
        );
        return [.. kept, .. small];
    }

    private static IEnumerable<string> Outputs(string[] command) =>
        command.Where((_, i) => i > 0 && command[i - 1] == "--output");

    private string Located(string argument) =>
        argument.StartsWith("samples", StringComparison.Ordinal) ? Path.Combine(Repository.Root, argument)
        : Paths().IsMatch(argument) ? folder.At(argument)
        : argument;

    [GeneratedRegex("^    (wframe|dotnet run .* --) +(?<arguments>[^#]+)")]
    private static partial Regex Command();

    [GeneratedRegex(@"^(runs|faces)/|\.csv$|^wall\.png$|^manifest\.jsonl$|^(batch|bank)$")]
    private static partial Regex Paths();
}
