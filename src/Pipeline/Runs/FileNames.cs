namespace WFrame.Runs;

/// <summary>File names made of component names.</summary>
internal static class FileNames
{
    /// <summary>A component's name as every file system takes it; unique within the model.</summary>
    public static string Safe(WFrameModel model, int component)
    {
        var names = model.Components.Select(c => Safe(c.Name)).ToArray();
        var unique = names.Count(n => n.Equals(names[component], StringComparison.OrdinalIgnoreCase)) == 1;
        return unique
            ? names[component]
            : string.Create(CultureInfo.InvariantCulture, $"{names[component]}-{component}");
    }

    /// <summary>A name that every file system takes; letters, digits, dot, dash and underscore stay.</summary>
    public static string Safe(string name)
    {
        var safe = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'))
            .Trim('.');
        return safe.Length == 0 ? "_" : safe[..Math.Min(safe.Length, 100)];
    }
}
