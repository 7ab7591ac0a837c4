namespace WFrame.MLNet;

/// <summary>What names of columns must hold to.</summary>
internal static class ColumnNames
{
    public static void Check(string output, string input)
    {
        if (string.IsNullOrWhiteSpace(output) || string.IsNullOrWhiteSpace(input) || output == input)
        {
            throw new UsageException(
                $"Columns '{input}' in and '{output}' out are not possible: give two different names that are not empty."
            );
        }
    }
}
