using System.CommandLine;
using System.Globalization;

namespace WFrame.Cli.Options;

/// <summary>What a command line asks for: a verb with values, or a text to print.</summary>
/// <param name="Verb">The verb; null when <paramref name="Text"/> is all.</param>
/// <param name="Values">Option values as typed, by long name; "true" for a switch.</param>
/// <param name="Arguments">Positional arguments.</param>
/// <param name="Text">Help or version.</param>
internal sealed record CommandRequest(
    VerbSpec? Verb,
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyList<string> Arguments,
    string? Text = null
);

/// <summary>Splits a command line into verb, options and arguments. Values stay text: config files give text too.</summary>
internal static class CommandLine
{
    // "@list.txt" is an argument of ours, and "-ab" is no bundle of switches.
    private static readonly ParserConfiguration Configuration = new()
    {
        ResponseFileTokenReplacer = null,
        EnablePosixBundling = false,
    };

    /// <exception cref="UsageException">Unknown verb or option, a missing or repeated value.</exception>
    public static CommandRequest Parse(IReadOnlyList<string> arguments)
    {
        var commands = new Dictionary<Command, (VerbSpec Spec, string Path)>();
        var root = Build(Verbs.VerbTable.Root, "wframe", commands);
        var options = arguments.TakeWhile(a => a != "--").ToArray();
        if (options is ["--version"])
        {
            return Print($"wframe {Application.Version}\n");
        }
        var result = root.Parse(arguments, Configuration);
        var (verb, path) = commands[result.CommandResult.Command];
        if (options.Any(a => a is "--help" or "-h" or "-?") || (verb.Run is null && arguments.Count == path.Count(' ')))
        {
            return Print(HelpText.Of(verb, path));
        }
        if (verb.Run is null)
        {
            var word = arguments[path.Count(' ')];
            var known = verb.Verbs.Select(v => v.Name).ToArray();
            throw new UsageException(
                $"{word} is no verb of {path}; did you mean {NearestName.Of(word, known)}? There are {string.Join(", ", known)}."
            );
        }
        RefuseUnknownOptions(options, verb, path);
        if (result.Errors.Count > 0)
        {
            throw new UsageException($"{result.Errors[0].Message.TrimEnd('.')}; see {path} --help.");
        }
        return new CommandRequest(verb, OptionValues(result), Positional(result));
    }

    private static CommandRequest Print(string text) => new(null, new Dictionary<string, string>(), [], text);

    private static Command Build(VerbSpec spec, string path, Dictionary<Command, (VerbSpec, string)> commands)
    {
        var command = new Command(spec.Name, spec.Summary);
        commands[command] = (spec, path);
        foreach (var option in spec.AllOptions)
        {
            command.Add(option.IsSwitch ? new Option<bool>(option.Typed) : new Option<string>(option.Typed));
        }
        if (spec.Argument is { } argument)
        {
            // How many are needed is checked after --config was read.
            command.Add(new Argument<string[]>(argument.Name) { Arity = ArgumentArity.ZeroOrMore });
        }
        foreach (var verb in spec.Verbs)
        {
            command.Add(Build(verb, $"{path} {verb.Name}", commands));
        }
        return command;
    }

    /// <summary>The parser would take an unknown option for an image.</summary>
    private static void RefuseUnknownOptions(IEnumerable<string> arguments, VerbSpec verb, string path)
    {
        var known = verb.AllOptions.Select(o => o.Typed).Append("--help").ToArray();
        foreach (var argument in arguments.Where(a => a.Length > 1 && a[0] == '-'))
        {
            var name = argument.Split('=')[0];
            if (known.Contains(name) || double.TryParse(argument, CultureInfo.InvariantCulture, out _))
            {
                continue;
            }
            throw new UsageException(
                $"{name} is no option of {path}; {NearestName.Hint(name, known)}see {path} --help."
            );
        }
    }

    private static Dictionary<string, string> OptionValues(ParseResult result)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in result.CommandResult.Command.Options)
        {
            var name = option.Name.TrimStart('-');
            if (result.GetResult(option) is not { Implicit: false })
            {
                continue;
            }
            values[name] = option is Option<string> text
                ? result.GetValue(text)!
                : (result.GetValue((Option<bool>)option) ? "true" : "false");
        }
        return values;
    }

    private static string[] Positional(ParseResult result) =>
        result.CommandResult.Command.Arguments.FirstOrDefault() is Argument<string[]> argument
            ? result.GetValue(argument) ?? []
            : [];
}
