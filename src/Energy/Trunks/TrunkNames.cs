namespace WFrame.Trunks;

/// <summary>Names layers as VGG does: block number (a pool ends a block), then the number within it.</summary>
internal sealed class TrunkNames
{
    private int block = 1;
    private int convolution;

    public string Convolution() => Number("conv", block, ++convolution);

    public string Relu() => Number("relu", block, convolution);

    public string Pool()
    {
        convolution = 0;
        return string.Create(CultureInfo.InvariantCulture, $"pool{block++}");
    }

    private static string Number(string word, int block, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{word}{block}_{index}");
}
