namespace WFrame.Cli.Options;

/// <summary>One option of a verb: everything that parsing, merging and help need.</summary>
/// <param name="Name">Long name without dashes.</param>
/// <param name="Value">What its value is called in help, for instance "N"; null for a switch.</param>
/// <param name="Help">What it does, with unit, range and default.</param>
/// <param name="Default">Default as text, for help only; null where there is none.</param>
internal sealed record OptionSpec(string Name, string? Value, string Help, string? Default = null)
{
    /// <summary>Whether it takes no value.</summary>
    public bool IsSwitch => Value is null;

    /// <summary>As it is typed.</summary>
    public string Typed => $"--{Name}";

    /// <summary>Must be given, on the command line or by --config.</summary>
    public bool Required { get; init; }
}

/// <summary>The positional arguments of a verb.</summary>
/// <param name="Name">Name in help, upper case.</param>
/// <param name="Help">What it is.</param>
/// <param name="Many">Whether there may be several; otherwise exactly one.</param>
internal sealed record ArgumentSpec(string Name, string Help, bool Many = false)
{
    /// <summary>Its key in --config files.</summary>
    public string Key => Name.ToLowerInvariant().Replace(' ', '-');
}

/// <summary>A verb, or a group of verbs.</summary>
/// <param name="Name">Name.</param>
/// <param name="Summary">One sentence.</param>
internal sealed record VerbSpec(string Name, string Summary)
{
    /// <summary>Positional arguments, if it has any.</summary>
    public ArgumentSpec? Argument { get; init; }

    /// <summary>Options of its own; <see cref="CommonOptions"/> come after them.</summary>
    public IReadOnlyList<OptionSpec> Options { get; init; } = [];

    /// <summary>Whole command lines.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>What it does; null for a group.</summary>
    public Func<VerbCall, int>? Run { get; init; }

    /// <summary>Verbs of a group.</summary>
    public IReadOnlyList<VerbSpec> Verbs { get; init; } = [];

    /// <summary>All options.</summary>
    public IEnumerable<OptionSpec> AllOptions => Run is null ? [] : Options.Concat(CommonOptions.All);
}
