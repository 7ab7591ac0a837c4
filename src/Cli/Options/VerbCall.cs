using System.Globalization;
using WFrame.Cli.Consoles;

namespace WFrame.Cli.Options;

/// <summary>A verb being run: its merged options, consoles and cancellation.</summary>
internal sealed class VerbCall
{
    private readonly VerbSpec _verb;
    private readonly IReadOnlyDictionary<string, string> _values;

    private VerbCall(
        VerbSpec verb,
        IReadOnlyDictionary<string, string> values,
        IReadOnlyList<string> arguments,
        Terminal terminal,
        string commandLine,
        CancellationToken cancellation
    )
    {
        (_verb, _values, Arguments) = (verb, values, arguments);
        (Terminal, CommandLine, Cancellation) = (terminal, commandLine, cancellation);
        Verbosity = Choice("verbosity", Verbosity.Minimal);
        Json = Switch("json");
        Say = new Say(terminal, Verbosity);
    }

    /// <summary>Positional arguments.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>The one positional argument.</summary>
    public string Argument => Arguments[0];

    public Terminal Terminal { get; }

    /// <summary>As typed, for run.json.</summary>
    public string CommandLine { get; }

    public CancellationToken Cancellation { get; }

    public Verbosity Verbosity { get; }

    /// <summary>--json.</summary>
    public bool Json { get; }

    /// <summary>Results, notices and progress.</summary>
    public Say Say { get; }

    /// <summary>The merged options, for run.json; it can be given to --config, so without what concerns this time only.</summary>
    public IReadOnlyDictionary<string, string> Echo
    {
        get
        {
            var echo = new Dictionary<string, string>(_values.Where(v => v.Key is not ("resume" or "overwrite")));
            if (_verb.Argument is { } argument)
            {
                echo[argument.Key] = string.Join('\n', Arguments);
            }
            return echo;
        }
    }

    /// <summary>Merges --config below the command line and checks what every verb needs.</summary>
    /// <exception cref="UsageException">A required option or argument is missing.</exception>
    public static VerbCall Create(
        CommandRequest request,
        Terminal terminal,
        IReadOnlyList<string> typed,
        CancellationToken cancellation
    )
    {
        var verb = request.Verb!;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (request.Values.TryGetValue("config", out var config))
        {
            foreach (var (name, value) in ConfigFile.Read(config, verb))
            {
                values[name] = value;
            }
        }
        foreach (var (name, value) in request.Values.Where(v => v.Key != "config"))
        {
            values[name] = value;
        }
        var arguments = request.Arguments;
        if (verb.Argument is { } argument)
        {
            if (values.Remove(argument.Key, out var list) && arguments.Count == 0)
            {
                arguments = list.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            }
            if (arguments.Count == 0 || (arguments.Count > 1 && !argument.Many))
            {
                var given = arguments.Count == 0 ? "is missing" : $"is given {arguments.Count} times, once is allowed";
                throw new UsageException($"{argument.Name} {given}: {argument.Help}");
            }
        }
        if (verb.Options.FirstOrDefault(o => o.Required && !values.ContainsKey(o.Name)) is { } missing)
        {
            throw new UsageException($"{missing.Typed} {missing.Value} is missing: {missing.Help}");
        }
        var line = string.Join(' ', typed.Prepend("wframe").Select(Quote));
        return new VerbCall(verb, values, arguments, terminal, line, cancellation);
    }

    /// <summary>Text, or null where the option is not given.</summary>
    /// <exception cref="UsageException">It is given and empty.</exception>
    public string? Text(string name) =>
        !_values.TryGetValue(name, out var value) ? null
        : value.Length > 0 ? value
        : throw new UsageException($"--{name} is empty; give a value or leave it out.");

    /// <summary>Text of a required option.</summary>
    public string Required(string name) => Text(name)!;

    /// <summary>Whether a switch is on.</summary>
    public bool Switch(string name) =>
        Text(name) switch
        {
            null or "false" => false,
            "true" => true,
            var other => throw new UsageException($"--{name} {other} is not allowed; it is true or false."),
        };

    /// <summary>A whole number.</summary>
    public int? Int(string name, int least = int.MinValue)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            throw new UsageException($"--{name} {text} is no whole number; give one such as 10.");
        }
        return value < least || value is < int.MinValue or > int.MaxValue
            ? throw new UsageException(
                $"--{name} {text} is out of range; give a whole number of {Math.Max(least, int.MinValue)}..{int.MaxValue}."
            )
            : (int)value;
    }

    /// <summary>A seed, 0..2^64 - 1.</summary>
    public ulong? Seed(string name = "seed") =>
        Text(name) is not { } text ? null
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : throw new UsageException($"--{name} {text} is no seed; give a whole number of 0..{ulong.MaxValue}.");

    /// <summary>A finite number; its range is the library's to check.</summary>
    public double? Number(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        return
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            ? value
            : throw new UsageException($"--{name} {text} is no finite number; give one such as 0.2 or 1e-3.");
    }

    /// <summary>One of an enumeration's names, in lower case.</summary>
    public T Choice<T>(string name, T otherwise)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }
        var names = Array.ConvertAll(Enum.GetNames<T>(), n => n.ToLowerInvariant());
        var index = Array.IndexOf(names, text);
        return index >= 0
            ? Enum.Parse<T>(names[index], ignoreCase: true)
            : throw new UsageException($"--{name} {text} is unknown; choose one of {string.Join(", ", names)}.");
    }

    private static string Quote(string argument) =>
        argument.Length > 0
        && argument.All(c => char.IsLetterOrDigit(c) || "-_./:=@+,%".Contains(c, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
