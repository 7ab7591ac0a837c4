using System.CommandLine;

namespace WFrame.Cli.Options;

/// <summary>What help, messages and binding need of an option, whatever its type.</summary>
internal interface ISetting
{
    /// <summary>As it is typed, with dashes.</summary>
    string Name { get; }

    /// <summary>What its value is called in help, for instance "N"; null for a switch.</summary>
    string? HelpName { get; }

    /// <summary>What it does, with unit and range.</summary>
    string? Description { get; }

    /// <summary>Default as text, for help only; null where there is none.</summary>
    string? Default { get; }

    /// <summary>Must be given, on the command line or by --config.</summary>
    bool IsMandatory { get; }

    /// <summary>The member of the library that it sets, and that messages of the library name.</summary>
    string Member { get; }

    /// <summary>The one type whose member it sets; null for any that has it.</summary>
    Type? Target { get; }
}

/// <summary>An option, declared once: name, type and range (in its parser), help, default, and the member it sets.</summary>
internal sealed class Setting<T> : Option<T>, ISetting
{
    public Setting(string name, string? value, string help, string? @default, Func<string, string, T>? parse)
        : base($"--{name}")
    {
        (HelpName, Description, Default) = (value, help, @default);
        Member = string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        if (parse is not null)
        {
            CustomParser = result =>
                result.Tokens[0].Value is { Length: > 0 } text
                    ? parse(Name, text)
                    : throw new UsageException($"{Name} is empty; give a value or leave it out.");
        }
    }

    public string? Default { get; }

    public bool IsMandatory { get; private set; }

    public string Member { get; private set; }

    public Type? Target { get; private set; }

    public Setting<T> Mandatory()
    {
        IsMandatory = true;
        return this;
    }

    /// <summary>Sets the member of this type only.</summary>
    public Setting<T> Of<TTarget>()
    {
        Target = typeof(TTarget);
        return this;
    }

    /// <summary>Names the member where it is not the option's own name in capitals (--step-size: StepSize).</summary>
    public Setting<T> For(string member)
    {
        Member = member;
        return this;
    }
}

/// <summary>The kinds of options. A parser gets the option as typed and its value; it throws the sentence to print.</summary>
internal static class Setting
{
    public static Setting<bool> Switch(string name, string help) => new(name, null, help, null, null);

    public static Setting<string> Text(string name, string value, string help, string? @default = null) =>
        new(name, value, help, @default, (_, text) => text);

    /// <summary>A whole number of <paramref name="least"/> or more; what the library checks needs no least here.</summary>
    public static Setting<int> Whole(
        string name,
        string value,
        string help,
        string? @default = null,
        int? least = null
    ) => new(name, value, help, @default, (option, text) => ParseWhole(option, text, least ?? int.MinValue));

    /// <summary>A finite number; its range is the library's to check.</summary>
    public static Setting<double> Number(string name, string value, string help, string? @default = null) =>
        new(name, value, help, @default, ParseNumber);

    public static Setting<ulong> Seed(string help) => new("seed", "N", help, "1", ParseSeed);

    /// <summary>An image size, "64" or "48x64".</summary>
    public static Setting<ImageSize> Size(string help, string @default) =>
        new("size", "PX", help, @default, (option, text) => ImageSizes.Parse(text, option));

    /// <summary>One of an enumeration's names, in lower case.</summary>
    public static Setting<T> Choice<T>(string name, string value, string help, string @default)
        where T : struct, Enum => new(name, value, help, @default, ParseChoice<T>);

    internal static int ParseWhole(string option, string text, int least) =>
        !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? throw new UsageException($"{option} {text} is no whole number; give one such as 10.")
        : value < least || value > int.MaxValue
            ? throw new UsageException(
                $"{option} {text} is out of range; give a whole number of {least}..{int.MaxValue}."
            )
        : (int)value;

    private static double ParseNumber(string option, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new UsageException($"{option} {text} is no finite number; give one such as 0.2 or 1e-3.");

    private static ulong ParseSeed(string option, string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : throw new UsageException($"{option} {text} is no seed; give a whole number of 0..{ulong.MaxValue}.");

    private static T ParseChoice<T>(string option, string text)
        where T : struct, Enum
    {
        var names = Array.ConvertAll(Enum.GetNames<T>(), n => n.ToLowerInvariant());
        return names.Contains(text)
            ? Enum.Parse<T>(text, ignoreCase: true)
            : throw new UsageException($"{option} {text} is unknown; choose one of {string.Join(", ", names)}.");
    }
}
