namespace WFrame.Images.Formats;

/// <summary>A Huffman table of a JPEG: codes up to 9 bits by one look-up, longer ones by their lengths.</summary>
internal sealed class JpegHuffmanTable
{
    private const int FastBits = 9;

    private readonly byte[] _symbols;
    private readonly int[] _lastCode = new int[17];
    private readonly int[] _offset = new int[17];

    /// <summary>For each 9-bit beginning: symbol and length, 0 where the code is longer.</summary>
    private readonly ushort[] _fast = new ushort[1 << FastBits];

    /// <param name="counts">Number of codes of 1..16 bits, 16 bytes.</param>
    /// <param name="symbols">Their symbols in order of code.</param>
    /// <exception cref="BadImageException">More codes than fit their lengths.</exception>
    public JpegHuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        _symbols = symbols.ToArray();
        var (code, index) = (0, 0);
        for (var length = 1; length <= 16; length++, code <<= 1)
        {
            var count = counts[length - 1];
            if (code + count > 1 << length)
            {
                throw BadImageException.Corrupt("its JPEG data has a Huffman table with impossible code lengths");
            }
            _offset[length] = index - code;
            _lastCode[length] = code + count - 1;
            for (var i = 0; i < count; i++, code++, index++)
            {
                if (length <= FastBits)
                {
                    var entry = (ushort)((_symbols[index] << 8) | length);
                    _fast.AsSpan(code << (FastBits - length), 1 << (FastBits - length)).Fill(entry);
                }
            }
        }
    }

    /// <summary>Finds the code at the beginning of 16 bits.</summary>
    /// <returns>Symbol, and length of the code in bits; length 0: no such code.</returns>
    public (int Symbol, int Length) Find(int bits)
    {
        if (_fast[bits >> (16 - FastBits)] is var entry and not 0)
        {
            return (entry >> 8, entry & 0xFF);
        }
        for (var length = FastBits + 1; length <= 16; length++)
        {
            var code = bits >> (16 - length);
            if (code <= _lastCode[length] && _offset[length] + code >= 0)
            {
                return (_symbols[_offset[length] + code], length);
            }
        }
        return (0, 0);
    }
}
