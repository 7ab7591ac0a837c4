using System.Buffers.Binary;

namespace WFrame.Reliability.Tests.Fuzzing;

/// <summary>Mutations of bytes: a few edits each, flips, numbers at the ends of their ranges, cuts, repeats, splices, words.</summary>
internal static class Mutator
{
    private static readonly int[] Numbers =
    [
        0,
        1,
        2,
        7,
        8,
        16,
        127,
        128,
        255,
        256,
        32767,
        32768,
        65535,
        65536,
        int.MaxValue,
        int.MinValue,
        -1,
        -2,
    ];

    /// <summary>Input n made of one of the seeds.</summary>
    /// <param name="n">Decides everything.</param>
    /// <param name="seeds">Valid inputs.</param>
    /// <param name="words">Pieces that mean something to the reader.</param>
    public static byte[] Mutate(int n, IReadOnlyList<byte[]> seeds, params string[] words)
    {
        var random = new Random(n);
        var bytes = seeds[random.Next(seeds.Count)].ToList();
        for (var edits = 1 + random.Next(4); edits > 0; edits--)
        {
            Edit(bytes, random, seeds, words);
        }
        return [.. bytes];
    }

    /// <summary>Corrects the checksums of a PNG, half of the time: without it hardly a mutation gets past them.</summary>
    public static byte[] WithPngChecksums(int n, byte[] bytes)
    {
        if (n % 2 == 0 || bytes.Length < 8 || bytes[0] != 0x89)
        {
            return bytes;
        }
        for (var at = 8; at + 12 <= bytes.Length; )
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
            if (length > bytes.Length - at - 12)
            {
                break;
            }
            var content = bytes.AsSpan(at + 4, (int)length + 4);
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at + 8 + (int)length), Crc(content));
            at += 12 + (int)length;
        }
        return bytes;
    }

    private static uint Crc(ReadOnlySpan<byte> content)
    {
        var crc = uint.MaxValue;
        foreach (var value in content)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
            }
        }
        return ~crc;
    }

    private static void Edit(List<byte> bytes, Random random, IReadOnlyList<byte[]> seeds, string[] words)
    {
        // Most of what decides lies at the beginning.
        var end = random.Next(2) == 0 ? Math.Min(bytes.Count, 64) : bytes.Count;
        var at = random.Next(end + 1);
        var length = Math.Min(random.Next(1, 17), bytes.Count - at);
        switch (random.Next(words.Length > 0 ? 9 : 8))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                Put(bytes, at, Numbers[random.Next(Numbers.Length)], 1 << random.Next(3), random.Next(2) == 0);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 5:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 6:
                var other = seeds[random.Next(seeds.Count)];
                var from = random.Next(other.Length + 1);
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other[from..]);
                break;
            case 7:
                var noise = new byte[length];
                random.NextBytes(noise);
                bytes.InsertRange(at, noise);
                break;
            case 8:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(words[random.Next(words.Length)]));
                break;
            default:
                break;
        }
    }

    private static void Put(List<byte> bytes, int at, int number, int size, bool isBig)
    {
        for (var i = 0; i < size && at + i < bytes.Count; i++)
        {
            bytes[at + i] = (byte)(number >> (8 * (isBig ? size - 1 - i : i)));
        }
    }
}
