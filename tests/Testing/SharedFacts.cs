namespace WFrame.Testing;

/// <summary>A fact that needs something under ../shared that may not be committed; skipped with a reason without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(params string[] paths) => Skip = SharedSkip.Reason(paths);
}

/// <summary>A theory that needs something under ../shared; skipped with a reason without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute(params string[] paths) => Skip = SharedSkip.Reason(paths);
}

internal static class SharedSkip
{
    public static string? Reason(string[] paths)
    {
        var missing = paths.FirstOrDefault(p => !Path.Exists(Path.Combine(Repository.Shared, p)));
        return missing is null ? null : $"needs ../shared/{missing}, which may not be committed";
    }
}
