using WFrame.Files;

namespace WFrame.Images.Writing;

/// <summary>Arrays of float32 as NumPy reads them (.npy, version 1.0).</summary>
internal static class NpyWriter
{
    private const int Alignment = 64;

    /// <summary>Writes an array; the folder must exist.</summary>
    /// <exception cref="IOException">The file cannot be written; nothing is left half-written.</exception>
    public static void Write(string path, ReadOnlySpan<float> values, params int[] shape) =>
        AtomicFile.Write(path, Encode(values, shape));

    /// <summary>The bytes of a file.</summary>
    /// <param name="values">In rows, as many as the shape says.</param>
    /// <param name="shape">Two sides or more.</param>
    public static byte[] Encode(ReadOnlySpan<float> values, params int[] shape)
    {
        var sides = string.Join(", ", shape.Select(side => side.ToString(CultureInfo.InvariantCulture)));
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({sides}), }}";
        // Magic, version and length are ten bytes; a line end closes the header.
        var length = ((10 + header.Length + 1 + Alignment - 1) / Alignment * Alignment) - 10;
        header = header.PadRight(length - 1) + "\n";
        return
        [
            0x93,
            .. "NUMPY"u8,
            1,
            0,
            (byte)(length & 0xff),
            (byte)(length >> 8),
            .. Encoding.ASCII.GetBytes(header),
            .. MemoryMarshal.AsBytes(values),
        ];
    }
}
