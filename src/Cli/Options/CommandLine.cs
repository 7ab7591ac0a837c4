using System.CommandLine;
using WFrame.Cli.Consoles;
using WFrame.Reports;

namespace WFrame.Cli.Options;

/// <summary>The words of a command line: those that name the verb, and those for it.</summary>
/// <param name="Verb">The verb, or the group where none of its verbs follows.</param>
/// <param name="Path">Its full name, "wframe trunk cut".</param>
/// <param name="Words">Options and arguments.</param>
internal sealed record CommandLine(Verb Verb, string Path, IReadOnlyList<string> Words)
{
    // "@list.txt" is an argument of ours, and "-ab" is no bundle of switches.
    private static readonly ParserConfiguration Configuration = new()
    {
        ResponseFileTokenReplacer = null,
        EnablePosixBundling = false,
    };

    public static CommandLine Find(IReadOnlyList<string> arguments)
    {
        var (verb, path, depth) = (VerbTable.Root, VerbTable.Root.Name, 0);
        while (depth < arguments.Count && verb.Verbs.FirstOrDefault(v => v.Name == arguments[depth]) is { } next)
        {
            (verb, path, depth) = (next, $"{path} {next.Name}", depth + 1);
        }
        return new CommandLine(verb, path, [.. arguments.Skip(depth)]);
    }

    /// <summary>Help or version, where they are asked for.</summary>
    public string? Text =>
        Verb == VerbTable.Root && Words is ["--version"] ? $"wframe {Application.Version}\n"
        : Options(Words).Any(w => w is "--help" or "-h" or "-?") || (Verb.Run is null && Words.Count == 0)
            ? HelpText.Of(Verb, Path)
        : null;

    /// <summary>Reads the options, those of --config below those typed, and checks what every verb needs.</summary>
    /// <exception cref="UsageException">Unknown verb or option, a value that is missing, repeated or not allowed.</exception>
    public VerbCall Parse(Terminal terminal, CancellationToken cancellation)
    {
        if (Verb.Run is null)
        {
            var verbs = Verb.Verbs.Select(v => v.Name).ToArray();
            throw new UsageException(
                $"{Words[0]} is no verb of {Path}; did you mean {NearestName.Of(Words[0], verbs)}? There are {string.Join(", ", verbs)}."
            );
        }
        var parsed = Parse(Words);
        var arguments = Verb.Positional is { } positional ? parsed.GetValue(positional) ?? [] : [];
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var config = parsed.GetValue(CommonOptions.Config);
        if (config is not null)
        {
            values = ConfigFile.Read(config, Verb);
            if (Verb.Positional is not null && values.Remove(Verb.PositionalKey, out var list) && arguments.Length == 0)
            {
                arguments = list.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            }
        }
        foreach (var option in Verb.Options.Where(o => o != CommonOptions.Config))
        {
            if (parsed.GetResult(option) is { Implicit: false } typed)
            {
                values[option.Name[2..]] = typed.Tokens.Count == 0 ? "true" : typed.Tokens[0].Value;
            }
        }
        var merged = config is null ? parsed : Parse([.. values.Select(v => $"--{v.Key}={v.Value}")]);
        RequireWhatIsNeeded(values, arguments);
        // What concerns this time only is not for the next one.
        var echo = values.Where(v => v.Key is not ("resume" or "overwrite" or "serve")).ToDictionary();
        if (Verb.Positional is not null)
        {
            echo[Verb.PositionalKey] = string.Join('\n', arguments);
        }
        return new VerbCall(Verb, merged, arguments, terminal, cancellation)
        {
            CommandLine = string.Join(' ', [Path, .. Words.Select(ShellWord.Of)]),
            Echo = echo,
        };
    }

    private ParseResult Parse(IReadOnlyList<string> words)
    {
        foreach (var word in Options(words).Where(w => w.Length > 1 && w[0] == '-'))
        {
            Refuse(word);
        }
        var result = Verb.Parse([Verb.Name, .. words], Configuration);
        return result.Errors.Count == 0
            ? result
            : throw new UsageException($"{result.Errors[0].Message.TrimEnd('.')}; see {Path} --help.");
    }

    /// <summary>Refuses what the parser would take for an image: unknown options, and values of switches.</summary>
    private void Refuse(string word)
    {
        var (name, value) = word.Split('=', 2) is [var n, var v] ? (n, v) : (word, null);
        if (Verb.Options.FirstOrDefault(o => o.Name == name) is not { } option)
        {
            if (double.TryParse(word, CultureInfo.InvariantCulture, out _))
            {
                return;
            }
            string[] known = [.. Verb.Options.Select(o => o.Name), "--help"];
            throw new UsageException(
                $"{name} is no option of {Path}; {NearestName.Hint(name, known)}see {Path} --help."
            );
        }
        if (value is "")
        {
            throw new UsageException($"{name} is empty; give a value or leave it out.");
        }
        if (option is Setting<bool> && value is not (null or "true" or "false"))
        {
            throw new UsageException($"{name} {value} is not allowed; it is true or false.");
        }
    }

    private void RequireWhatIsNeeded(Dictionary<string, string> values, string[] arguments)
    {
        if (
            Verb.Positional is { } positional
            && ((arguments.Length == 0 && !Verb.PositionalIsOptional) || (arguments.Length > 1 && !Verb.TakesMany))
        )
        {
            var given = arguments.Length == 0 ? "is missing" : $"is given {arguments.Length} times, once is allowed";
            throw new UsageException($"{positional.Name} {given}: {positional.Description}");
        }
        if (Verb.Settings.FirstOrDefault(s => s.IsMandatory && !values.ContainsKey(s.Name[2..])) is { } missing)
        {
            throw new UsageException($"{missing.Name} {missing.HelpName} is missing: {missing.Description}");
        }
    }

    private static IEnumerable<string> Options(IEnumerable<string> words) => words.TakeWhile(w => w != "--");
}
