using System.CommandLine;
using System.Reflection;
using WFrame.Cli.Consoles;
using WFrame.Engines;
using WFrame.Trunks;

namespace WFrame.Cli.Options;

/// <summary>A verb being run: its merged options, consoles and cancellation.</summary>
/// <param name="verb">The verb.</param>
/// <param name="options">The merged options; what every verb needs is there.</param>
/// <param name="arguments">Positional arguments.</param>
/// <param name="terminal">Consoles.</param>
/// <param name="cancellation">Ctrl-C and its like.</param>
internal sealed class VerbCall(
    Verb verb,
    ParseResult options,
    IReadOnlyList<string> arguments,
    Terminal terminal,
    CancellationToken cancellation
)
{
    public IReadOnlyList<string> Arguments => arguments;

    /// <summary>The one positional argument.</summary>
    public string Argument => arguments[0];

    /// <summary>As typed, for run.json.</summary>
    public required string CommandLine { get; init; }

    /// <summary>The merged options as text, for run.json; they can be given to --config.</summary>
    public required IReadOnlyDictionary<string, string> Echo { get; init; }

    public Terminal Terminal => terminal;

    public CancellationToken Cancellation => cancellation;

    public Verbosity Verbosity => Value(CommonOptions.Verbosity) ?? Verbosity.Minimal;

    /// <summary>Results, notices and progress.</summary>
    public Say Say => field ??= new Say(terminal, Verbosity);

    /// <summary>Prints a result: one JSON object with --json, else for reading.</summary>
    /// <param name="json">The result.</param>
    /// <param name="readable">Prints it for reading; null: the same keys and values in rows.</param>
    /// <returns>The exit code.</returns>
    public int Done(JsonObject json, Action? readable = null)
    {
        var print = Get(CommonOptions.Json) ? () => Say.Result(json) : readable ?? (() => Say.ResultRows(json));
        print();
        return ExitCodes.Done;
    }

    /// <summary>What --device, --threads and --tf32 say.</summary>
    /// <exception cref="UsageException">They are out of range, or do not go together.</exception>
    public EngineOptions Engine
    {
        get
        {
            var engine = Bind(new EngineOptions());
            engine.Validate();
            return engine;
        }
    }

    /// <summary>The engine that they name; dispose it.</summary>
    public IEnergyEngine CreateEngine(Trunk trunk)
    {
        var choice = EngineFactory.Create(trunk, Engine);
        Say.Detail($"engine: {choice.Engine.Description}, because {choice.Reason}.");
        return choice.Engine;
    }

    /// <summary>Sets each member that a given option names; what is not given keeps its default.</summary>
    /// <param name="target">Options that nobody else has yet; their members are init-only for everyone else.</param>
    /// <exception cref="UsageException">Values are out of range; all of them are told.</exception>
    public T Bind<T>(T target)
        where T : class
    {
        UsageException.Check(
            verb.Settings.Where(o => Has((Option)o) && (o.Target ?? typeof(T)) == typeof(T))
                .Select(o => (Action)(() => Set(o)))
        );
        return target;

        void Set(ISetting option) =>
            typeof(T)
                .GetProperty(option.Member)
                ?.SetValue(
                    target,
                    options.GetValue<object>(option.Name),
                    BindingFlags.DoNotWrapExceptions,
                    binder: null,
                    index: null,
                    culture: null
                );
    }

    /// <summary>A sentence of the library in the words of this verb.</summary>
    public string InOptions(string sentence, params IEnumerable<string> members) => verb.InOptions(sentence, members);

    public bool Has(Option option) => options.GetResult(option) is { Implicit: false };

    /// <summary>The value of an option that is given; false for a switch that is not.</summary>
    public T Get<T>(Setting<T> option) => options.GetValue(option)!;

    /// <summary>Text, or null where the option is not given.</summary>
    public string? Text(Setting<string> option) => options.GetValue(option);

    /// <summary>A value, or null where the option is not given.</summary>
    public T? Value<T>(Setting<T> option)
        where T : struct => Has(option) ? options.GetValue(option) : null;
}
