namespace WFrame.Images.Codecs;

/// <summary>
/// How much of 16 bits a picture uses: cameras and microscopes store 12 or 14 in the lower ones, and of those hardly
/// anything is in the high byte. Looks at no more rows than it takes to see a value that is not dark.
/// </summary>
internal sealed class SixteenBitRange
{
    private const int Visible = PictureRemarks.Visible << 8;

    private int _highest;
    private bool _isWide;

    /// <summary>One row of pixels of four values, opacity last.</summary>
    public void Add(ReadOnlySpan<ushort> rgba)
    {
        for (var i = 0; i < rgba.Length && _highest < Visible; i += 4)
        {
            if (rgba[i + 3] > 0)
            {
                See(rgba[i]);
                See(rgba[i + 1]);
                See(rgba[i + 2]);
            }
        }
    }

    /// <summary>The remarks of a picture, with what its range gives cause to.</summary>
    public PictureRemarks Remark(PictureRemarks others) =>
        _highest is > 0 and < Visible && _isWide ? others with { DarkUpTo = _highest, IsSixteenBits = true } : others;

    private void See(ushort value)
    {
        // The very highest may mark what was not measured.
        if (value < ushort.MaxValue)
        {
            _highest = Math.Max(_highest, value);
            // Eight bits and less come as both bytes alike.
            _isWide |= value >> 8 != (value & 0xFF);
        }
    }
}
