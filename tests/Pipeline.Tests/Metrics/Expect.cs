namespace WFrame.Pipeline.Tests.Metrics;

internal static class Expect
{
    /// <summary>Within a relative or an absolute tolerance, whichever is larger; NaN never passes.</summary>
    public static void Close(double expected, double actual, double relative, double absolute)
    {
        var tolerance = Math.Max(relative * Math.Abs(expected), absolute);
        Assert.True(
            Math.Abs(actual - expected) <= tolerance,
            string.Create(CultureInfo.InvariantCulture, $"{actual:r} is not within {tolerance:g3} of {expected:r}")
        );
    }

    /// <summary>One sentence, as users see it: starts with the metric, says what was given and what is allowed.</summary>
    public static string Refused(Action action, params string[] parts)
    {
        var message = Assert.Throws<UsageException>(action).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.EndsWith(".", message, StringComparison.Ordinal);
        return message;
    }

    public static bool IsError(JsonElement entry, out string error)
    {
        var has = entry.GetProperty("expected").TryGetProperty("error", out var text);
        error = has ? text.GetString()! : "";
        return has;
    }
}
