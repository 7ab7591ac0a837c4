namespace WFrame;

/// <summary>
/// The sentences for members outside their range; each check hands the value on, so that an init accessor is one
/// expression. Comparisons are written so that NaN fails them.
/// </summary>
internal static class Check
{
    public static int AtLeast(int value, int least, [CallerMemberName] string member = "") =>
        value >= least
            ? value
            : throw new UsageException(
                $"{member} {value} is too small: give a whole number of at least {least}.",
                member
            );

    /// <summary>Neither below one number nor above another.</summary>
    public static int Within(int value, int least, int most, [CallerMemberName] string member = "") =>
        value >= least && value <= most
            ? value
            : throw new UsageException(
                $"{member} {value} is not allowed: give a whole number from {least} to {most}.",
                member
            );

    public static double NotNegative(double value, [CallerMemberName] string member = "") =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw new UsageException($"{member} {value} is not allowed: give a finite number of at least 0.", member);

    /// <summary>Above one number and below another, neither included.</summary>
    public static double Between(
        double value,
        double above,
        double below = double.PositiveInfinity,
        [CallerMemberName] string member = ""
    )
    {
        if (value > above && value < below)
        {
            return value;
        }
        var range = double.IsFinite(below) ? $"above {above} and below {below}" : $"above {above}";
        throw new UsageException($"{member} {value} is not allowed: give a finite number {range}.", member);
    }

    public static T Defined<T>(T value, [CallerMemberName] string member = "")
        where T : struct, Enum =>
        Enum.IsDefined(value)
            ? value
            : throw new UsageException(
                $"{member} {value} is unknown: choose one of {string.Join(", ", Enum.GetNames<T>())}.",
                member
            );
}
