namespace WFrame.Reliability.Tests.Fuzzing;

/// <summary>Bad input is refused by one of the two exceptions that say so, in one sentence, or it was not bad.</summary>
internal static class Documented
{
    /// <summary>Reads something.</summary>
    /// <param name="what">What was done to it.</param>
    /// <param name="read">Reads it.</param>
    /// <returns>Whether it was refused.</returns>
    public static bool Refuses(string what, Action read)
    {
        try
        {
            read();
            return false;
        }
        catch (Exception refused) when (refused is InvalidContentException or UsageException)
        {
            Assert.False(string.IsNullOrWhiteSpace(refused.Message), what);
            Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
            return true;
        }
        catch (Exception other) when (other is not Xunit.Sdk.XunitException)
        {
            throw new Xunit.Sdk.XunitException($"{what}: {other}");
        }
    }
}
