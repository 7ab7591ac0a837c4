using System.CommandLine;
using System.CommandLine.Help;

namespace WFrame.Experiments;

/// <summary>
/// The command line that all experiments share. Each property is the value of the option of its name, whose help says what
/// it is; null or empty where it was not given and has no default.
/// </summary>
public sealed class ExperimentOptions
{
    // A leading @ and bundles such as -ab mean nothing here.
    private static readonly ParserConfiguration Plain = new()
    {
        ResponseFileTokenReplacer = null,
        EnablePosixBundling = false,
    };
    private readonly ParseResult _given;

    private ExperimentOptions(string name, IReadOnlyList<string> args) =>
        _given = new Command(name, $"dotnet run eval/{name}.cs -- OPTIONS")
        {
            Option<string>("--data", "FOLDER", "images: celeba/, bedroom/, cat/, cifar10/CLASS/", required: true),
            Option<string>("--output", "FOLDER", "for results.json, the table and the pictures", required: true),
            Option<bool>("--quick", null, "a small version that shows that everything runs; its numbers prove nothing"),
            Option("--seeds", "1,2,3", "seeds, one repetition each (1,2,3; with --quick 1)", ReadSeeds),
            Option("--size", "N", "image side in pixels, instead of the setting's own", AtLeast(2)),
            Option("--iterations", "N", "T, instead of the setting's own", AtLeast(1)),
            Option("--steps", "N", "L, instead of the setting's own", AtLeast(1)),
            Option("--models", "N", "models of each kind, instead of the setting's own", AtLeast(1)),
            Option("--setting", "NAME", "lambda and delta: paper (the default) or ours, larger ones", ReadSetting),
            Option<string>("--only", "A,B", "only these parts (data sets, or the studies of figure3)"),
            Option<string>("--inception", "FILE", "ONNX classifier with its card beside it (table1)"),
            Option<string>("--peers", "FOLDER", "another program's samples, a sub-folder for each data set (figure6)"),
            Option<string>("--device", "DEVICE", "as in wframe train"),
            Option("--threads", "N", "as in wframe train", AtLeast(0)),
            Option<bool>("--overwrite", null, "replace the results of an earlier run in --output"),
            new HelpOption("--help", "-h"),
        }.Parse(args, Plain);

    public string Data => _given.GetRequiredValue<string>("--data");
    public string Output => _given.GetRequiredValue<string>("--output");
    public bool Quick => _given.GetValue<bool>("--quick");
    public IReadOnlyList<ulong> Seeds =>
        _given.GetValue<ulong[]>("--seeds") is { Length: > 0 } seeds ? seeds
        : Quick ? [1]
        : [1, 2, 3];
    public int? Size => _given.GetValue<int?>("--size");
    public int? Iterations => _given.GetValue<int?>("--iterations");
    public int? Steps => _given.GetValue<int?>("--steps");
    public int? Models => _given.GetValue<int?>("--models");
    public string Setting => _given.GetValue<string>("--setting") ?? StudySettings.Paper;
    public IReadOnlyList<string> Only => _given.GetValue<string>("--only")?.Split(',') ?? [];
    public string? Inception => _given.GetValue<string>("--inception");
    public string? Peers => _given.GetValue<string>("--peers");
    public EngineOptions Engine =>
        new()
        {
            Device = _given.GetValue<string>("--device") ?? "auto",
            Threads = _given.GetValue<int?>("--threads") ?? 0,
        };
    public bool Overwrite => _given.GetValue<bool>("--overwrite");

    /// <summary>Reads the command line of a program; null where it asks for help, which is written.</summary>
    /// <exception cref="UsageException">An option is unknown, has no value or a wrong one, or a required one is missing.</exception>
    internal static ExperimentOptions? Parse(string name, IReadOnlyList<string> args, TextWriter help)
    {
        var options = new ExperimentOptions(name, args);
        if (options._given.Action is HelpAction)
        {
            options._given.Invoke(new InvocationConfiguration { Output = help });
            return null;
        }
        return options.Problems().FirstOrDefault() is { } problem ? throw new UsageException(problem) : options;
    }

    private IEnumerable<string> Problems()
    {
        var known = _given.CommandResult.Command.Options;
        var names = string.Join(", ", known.Select(option => option.Name));
        return _given
            .UnmatchedTokens.Select(token => $"{token} is unknown: allowed are {names}.")
            .Concat(known.Select(Problem).OfType<string>())
            .Concat(_given.Errors.Select(error => error.Message));
    }

    private string? Problem(Option option) =>
        _given.GetResult(option) switch
        {
            null or { IdentifierTokenCount: 0 } when option.Required =>
                $"{option.Name} is missing: give its {option.HelpName} (see --help).",
            { IdentifierTokenCount: > 1 } => $"{option.Name} is given twice: give it once.",
            { Implicit: false } given
                when option.ValueType != typeof(bool) && given.Tokens.All(t => IsOption(t.Value)) =>
                $"{option.Name} needs a value.",
            _ => null,
        };

    private static bool IsOption(string word) => word.StartsWith("--", StringComparison.Ordinal);

    private static Option<T> Option<T>(
        string name,
        string? value,
        string help,
        Func<string, string, T>? parse = null,
        bool required = false
    ) =>
        new(name)
        {
            HelpName = value,
            Description = help,
            CustomParser = parse is null ? null : given => parse(name, given.Tokens[0].Value),
            Required = required,
        };

    private static Func<string, string, int?> AtLeast(int least) =>
        (name, text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
                ? number
                : throw new UsageException($"{name} {text} is not allowed: give a whole number of at least {least}.");

    private static string ReadSetting(string name, string text) =>
        text is StudySettings.Paper or StudySettings.Ours
            ? text
            : throw new UsageException(
                $"{name} {text} is not allowed: give {StudySettings.Paper} or {StudySettings.Ours}."
            );

    private static ulong[] ReadSeeds(string name, string text)
    {
        var parts = text.Split(',');
        ulong[] seeds = [.. parts.Select(p => Seed(p)).OfType<ulong>().Distinct()];
        return seeds.Length == parts.Length
            ? seeds
            : throw new UsageException($"{name} {text} is not allowed: give different whole numbers, such as 1,2,3.");

        static ulong? Seed(string part) =>
            ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : null;
    }
}
