namespace WFrame.Cli.Verbs.Models;

/// <summary>float32 arrays in the NPY format, version 1.0: magic, header padded to 64 bytes, little-endian C order.</summary>
internal static class NpyFile
{
    public static byte[] Write(ReadOnlySpan<float> values, IReadOnlyList<int> shape)
    {
        var dimensions = string.Join(", ", shape.Select(d => d.ToString(CultureInfo.InvariantCulture)));
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({dimensions},), }}";
        var padding = 63 - ((10 + header.Length) % 64);
        header += new string(' ', padding) + "\n";
        return
        [
            0x93,
            .. "NUMPY"u8,
            1,
            0,
            (byte)header.Length,
            (byte)(header.Length >> 8),
            .. Encoding.ASCII.GetBytes(header),
            .. MemoryMarshal.AsBytes(values),
        ];
    }
}
