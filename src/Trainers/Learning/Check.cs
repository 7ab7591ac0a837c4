namespace WFrame.Learning;

/// <summary>The sentences for options outside their range; comparisons are written so that NaN fails them.</summary>
internal static class Check
{
    public static void AtLeast(string option, int value, int least)
    {
        if (value < least)
        {
            throw new UsageException($"{option} {value} is too small: give a whole number of at least {least}.");
        }
    }

    public static void NotNegative(string option, double value)
    {
        if (!(value >= 0 && double.IsFinite(value)))
        {
            throw new UsageException($"{option} {value} is not allowed: give a finite number of at least 0.");
        }
    }

    public static void Open(string option, double value, double above, double below)
    {
        if (!(value > above && value < below))
        {
            var range = double.IsFinite(below) ? $"above {above} and below {below}" : $"above {above}";
            throw new UsageException($"{option} {value} is not allowed: give a finite number {range}.");
        }
    }

    public static void Defined<T>(string option, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new UsageException(
                $"{option} {value} is unknown: choose one of {string.Join(", ", Enum.GetNames<T>())}."
            );
        }
    }
}
