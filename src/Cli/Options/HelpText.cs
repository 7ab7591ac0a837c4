namespace WFrame.Cli.Options;

/// <summary>Help of a verb: what it does, usage, options with unit, range and default, examples.</summary>
internal static class HelpText
{
    private const int Width = 110;

    public static string Of(Verb verb, string path)
    {
        var text = new StringBuilder();
        Wrap(text, verb.Description!, 0);
        text.Append("\nUsage:\n  ").Append(Usage(verb, path)).Append('\n');
        if (verb.Run is null)
        {
            text.Append("\nVerbs:\n");
            Table(text, [.. verb.Verbs.Select(v => (v.Name, v.Description!))]);
        }
        if (verb.Positional is { } argument)
        {
            text.Append("\nArguments:\n");
            Table(text, [(argument.HelpName!, argument.Description!)]);
        }
        text.Append("\nOptions:\n");
        Table(
            text,
            [
                .. verb.Settings.Select(o => ($"{o.Name} {o.HelpName}".TrimEnd(), Describe(o))),
                ("--help, -h", "Show this help."),
                .. path.Contains(' ', StringComparison.Ordinal) ? [] : new[] { ("--version", "Show the version.") },
            ]
        );
        if (verb.Examples.Count > 0)
        {
            text.Append(verb.Examples.Count == 1 ? "\nExample:\n" : "\nExamples:\n");
            text.Append(string.Concat(verb.Examples.Select(e => $"  {e}\n")));
        }
        if (verb.Run is not null || !path.Contains(' ', StringComparison.Ordinal))
        {
            text.Append("\nExit codes: 0 done, 1 failed, 2 usage or bad input named, 3 diverged, 130 interrupted.\n");
        }
        return text.ToString();
    }

    private static string Usage(Verb verb, string path)
    {
        var argument = verb.Positional is { } positional ? $" {positional.HelpName}" : "";
        var required = string.Concat(verb.Settings.Where(o => o.IsMandatory).Select(o => $" {o.Name} {o.HelpName}"));
        return verb.Run is null ? $"{path} VERB [options]" : $"{path}{argument}{required} [options]";
    }

    private static string Describe(ISetting option) =>
        option.Description
        + (option.IsMandatory ? " Required." : "")
        + (option.Default is { } value ? $" Default: {value}." : "");

    private static void Table(StringBuilder text, (string Left, string Right)[] rows)
    {
        var column = rows.Max(r => r.Left.Length) + 4;
        foreach (var (left, right) in rows)
        {
            text.Append("  ").Append(left.PadRight(column - 2));
            Wrap(text, right, column);
        }
    }

    private static void Wrap(StringBuilder text, string sentence, int indent)
    {
        var used = indent;
        foreach (var word in sentence.Split(' '))
        {
            if (used > indent && used + 1 + word.Length > Width)
            {
                text.Append('\n').Append(' ', indent);
                used = indent;
            }
            text.Append(used > indent ? " " : "").Append(word);
            used += word.Length + (used > indent ? 1 : 0);
        }
        text.Append('\n');
    }
}
