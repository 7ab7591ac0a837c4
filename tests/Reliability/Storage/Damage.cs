namespace WFrame.Reliability.Tests.Storage;

/// <summary>Small damages of a file, all of them.</summary>
internal static class Damage
{
    /// <summary>Flips every bit, one at a time, and reads; on all processors, each with a file of its own.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="folder">Where the damaged files are written.</param>
    /// <param name="read">Reads a path; gives what was read in a form that can be compared.</param>
    /// <param name="stride">1 takes every bit, n every n-th.</param>
    /// <returns>How many were refused, and how many gave the same content.</returns>
    public static (int Refused, int Same) FlipBits(
        byte[] content,
        string folder,
        Func<string, string> read,
        int stride = 1
    ) =>
        Try(
            Enumerable.Range(0, content.Length * 8).Where(bit => bit % stride == 0),
            folder,
            read,
            bit => Flipped(content, bit),
            content
        );

    /// <summary>Cuts the file at every 1/64 of its length and reads.</summary>
    public static (int Refused, int Same) Truncate(byte[] content, string folder, Func<string, string> read) =>
        Try(Enumerable.Range(0, 64), folder, read, part => content[..(int)((long)content.Length * part / 64)], content);

    private static (int Refused, int Same) Try(
        IEnumerable<int> cases,
        string folder,
        Func<string, string> read,
        Func<int, byte[]> damage,
        byte[] content
    )
    {
        var whole = Path.Combine(folder, "whole");
        File.WriteAllBytes(whole, content);
        var expected = read(whole);
        var (refused, same) = (0, 0);
        _ = Parallel.ForEach(
            cases,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => Path.Combine(folder, Guid.NewGuid().ToString("N")),
            (which, _, path) =>
            {
                File.WriteAllBytes(path, damage(which));
                try
                {
                    Assert.True(read(path) == expected, $"damage {which} was read as another state");
                    Interlocked.Increment(ref same);
                }
                catch (InvalidContentException)
                {
                    Interlocked.Increment(ref refused);
                }
                catch (Exception e) when (e is not Xunit.Sdk.XunitException)
                {
                    Assert.Fail($"damage {which}: {e}");
                }
                return path;
            },
            _ => { }
        );
        return (refused, same);
    }

    private static byte[] Flipped(byte[] content, int bit)
    {
        var copy = (byte[])content.Clone();
        copy[bit / 8] ^= (byte)(1 << (bit % 8));
        return copy;
    }
}
