using System.CommandLine;
using System.Text.RegularExpressions;

namespace WFrame.Cli.Options;

/// <summary>A verb or a group of verbs: a command of the parser, and what help shows beside.</summary>
internal sealed class Verb : Command
{
    /// <summary>A group.</summary>
    public Verb(string name, string summary, params IEnumerable<Verb> verbs)
        : base(name, summary)
    {
        foreach (var verb in verbs)
        {
            Add(verb);
        }
    }

    /// <summary>A verb; <see cref="CommonOptions.OfEveryVerb"/> come after its own.</summary>
    public Verb(string name, string summary, Func<VerbCall, int> run, params IEnumerable<Option> options)
        : base(name, summary)
    {
        Run = run;
        foreach (var option in options.Concat(CommonOptions.OfEveryVerb))
        {
            Add(option);
        }
    }

    /// <summary>What it does; null for a group.</summary>
    public Func<VerbCall, int>? Run { get; }

    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Positional arguments, if it has any; shown as "NAME..." where there may be several.</summary>
    public Argument<string[]>? Positional
    {
        get;
        init
        {
            field = value;
            Add(value!);
        }
    }

    /// <summary>Whether the verb can do without positional arguments.</summary>
    public bool PositionalIsOptional { get; init; }

    /// <summary>Whether there may be several positional arguments; otherwise there is exactly one.</summary>
    public bool TakesMany => Positional!.HelpName != Positional.Name;

    /// <summary>Key of the positional arguments in --config files.</summary>
    public string PositionalKey => Positional!.Name.ToLowerInvariant().Replace(' ', '-');

    public IEnumerable<ISetting> Settings => Options.Cast<ISetting>();

    public IEnumerable<Verb> Verbs => Subcommands.Cast<Verb>();

    /// <summary>A sentence of the library in the words of the command: a member that it names becomes the option that sets it.</summary>
    public string InOptions(string sentence, IEnumerable<string> members)
    {
        foreach (var option in Settings.Where(s => members.Contains(s.Member)))
        {
            // Not within a path, which may have the same word in it.
            sentence = Regex.Replace(sentence, $@"(?<![\w/\\.-]){option.Member}(?![\w/\\])", option.Name);
        }
        return sentence;
    }

    /// <summary>Positional arguments of a verb; how many are given is checked after --config was read.</summary>
    public static Argument<string[]> Takes(string name, string help, bool many = false) =>
        new(name)
        {
            HelpName = many ? $"{name}..." : name,
            Description = help,
            Arity = ArgumentArity.ZeroOrMore,
        };
}
