namespace WFrame.Evaluation;

/// <summary>Finds what makes numbers look better or worse than they are: shared and repeated images.</summary>
internal static class Overlap
{
    /// <summary>One sentence for each finding.</summary>
    public static IEnumerable<string> Warnings(
        ImageSet generated,
        string[] hashes,
        ImageSet? reference,
        string[] others
    )
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < others.Length; i++)
        {
            _ = first.TryAdd(others[i], i);
        }
        var shared = Enumerable.Range(0, hashes.Length).Where(i => first.ContainsKey(hashes[i])).ToArray();
        if (shared.Length > 0)
        {
            var (one, other) = (generated.NameOf(shared[0]), reference!.NameOf(first[hashes[shared[0]]]));
            yield return $"{shared.Length} of {hashes.Length} generated images are also reference images, byte for byte "
                + $"(first: {one} = {other}); whatever compares with them flatters the model.";
        }
        var distinct = hashes.Distinct(StringComparer.Ordinal).Count();
        if (distinct < hashes.Length)
        {
            yield return $"{hashes.Length - distinct} of {hashes.Length} generated images repeat another one, byte for byte.";
        }
    }
}
