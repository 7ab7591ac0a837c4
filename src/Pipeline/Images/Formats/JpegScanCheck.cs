using System.Buffers.Binary;

namespace WFrame.Images.Formats;

/// <summary>One colour component of a scan: blocks of 8x8 it has in a unit, and its tables.</summary>
internal readonly record struct JpegScanComponent(int Blocks, JpegHuffmanTable Dc, JpegHuffmanTable Ac);

/// <summary>
/// Walks the entropy-coded data of a sequential scan without computing pixels. Decoders fill in for codes that do
/// not exist and for data that runs out, and report success: wrong pixels would go into a model without a word.
/// By hand, because no .NET decoder reports them: the libraries read such files as if whole.
/// </summary>
internal ref struct JpegScanCheck
{
    private const ulong Ones = 0x0101010101010101;
    private const ulong HighBits = 0x8080808080808080;

    private readonly ReadOnlySpan<byte> _data;
    private int _at;
    private ulong _bits; // left-aligned
    private int _count;

    private JpegScanCheck(ReadOnlySpan<byte> data) => _data = data;

    /// <param name="data">From behind the scan header to the next marker that is no restart.</param>
    /// <param name="components">The components of the scan.</param>
    /// <param name="units">How many units (MCUs) the picture has.</param>
    /// <param name="restartInterval">Units between restart markers; 0: none.</param>
    /// <exception cref="BadImageException">The data does not hold that many units, or no such code exists.</exception>
    public static void Run(
        ReadOnlySpan<byte> data,
        ReadOnlySpan<JpegScanComponent> components,
        int units,
        int restartInterval
    )
    {
        var check = new JpegScanCheck(data);
        for (var unit = 0; unit < units; unit++)
        {
            var whole = unit == 0 || restartInterval == 0 || unit % restartInterval != 0 || check.Restart();
            foreach (var component in components)
            {
                for (var block = 0; whole && block < component.Blocks; block++)
                {
                    whole = check.Block(component);
                }
            }
            if (!whole)
            {
                throw BadImageException.Corrupt($"its JPEG data is damaged or ends after {unit} of {units} units");
            }
        }
    }

    /// <summary>Skips one block: a DC difference and up to 63 AC coefficients.</summary>
    private bool Block(JpegScanComponent component)
    {
        var difference = Symbol(component.Dc); // its length in bits
        if (difference is < 0 or > 15 || !Skip(difference))
        {
            return false;
        }
        for (var k = 1; k < 64; k++)
        {
            var symbol = Symbol(component.Ac);
            if (symbol < 0)
            {
                return false;
            }
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run != 15)
            {
                return true; // end of block
            }
            k += run;
            if (k > 63 || !Skip(size))
            {
                return false;
            }
        }
        return true;
    }

    /// <returns>The next symbol; -1 where there is no such code or no data.</returns>
    private int Symbol(JpegHuffmanTable table)
    {
        Fill();
        var (symbol, length) = table.Find((int)(_bits >> 48));
        return length > 0 && Skip(length) ? symbol : -1;
    }

    private bool Skip(int count)
    {
        if (_count < count)
        {
            Fill();
        }
        _bits <<= count;
        _count -= count;
        return _count >= 0;
    }

    /// <summary>Makes sure of a code and of the bits behind it, 31 at most. FF 00 stands for FF; at a marker the bits end.</summary>
    private void Fill()
    {
        if (_count >= 32)
        {
            return;
        }
        if (_at + sizeof(ulong) <= _data.Length)
        {
            var next = BinaryPrimitives.ReadUInt64BigEndian(_data[_at..]);
            if ((next & (~next - Ones) & HighBits) == 0)
            {
                // None of the eight bytes is FF.
                var bytes = (64 - _count) / 8;
                _bits |= (next & (ulong.MaxValue << (64 - (8 * bytes)))) >> _count;
                _at += bytes;
                _count += 8 * bytes;
                return;
            }
        }
        while (_count <= 56 && _at < _data.Length)
        {
            var value = _data[_at];
            if (value == 0xFF)
            {
                if (_at + 1 >= _data.Length || _data[_at + 1] != 0)
                {
                    return;
                }
                _at++;
            }
            _at++;
            _bits |= (ulong)value << (56 - _count);
            _count += 8;
        }
    }

    /// <summary>Forgets the padding bits and steps over the restart marker, which must be next.</summary>
    private bool Restart()
    {
        if (_count >= 8)
        {
            return false;
        }
        (_bits, _count) = (0, 0);
        while (_at + 1 < _data.Length && _data[_at] == 0xFF && _data[_at + 1] == 0xFF)
        {
            _at++;
        }
        if (_at + 1 >= _data.Length || _data[_at] != 0xFF || _data[_at + 1] is not (>= 0xD0 and <= 0xD7))
        {
            return false;
        }
        _at += 2;
        return true;
    }
}
