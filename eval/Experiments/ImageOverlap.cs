namespace WFrame.Experiments;

/// <summary>Whether the seeds of an experiment saw different images: repetitions of the same ones tell of the noise alone.</summary>
internal static class ImageOverlap
{
    /// <summary>A sentence for each outcome, with the labels that it holds for; none for labels of one seed.</summary>
    /// <param name="runs">Label, seed and images of each training.</param>
    public static IEnumerable<string> Sentences(
        IEnumerable<(string Label, ulong Seed, IEnumerable<string> Images)> runs
    ) =>
        runs.GroupBy(run => run.Label)
            .Select(group =>
                (
                    Label: group.Key,
                    Seeds: group
                        .ToLookup(r => r.Seed, r => r.Images)
                        .Select(s => (s.Key, s.SelectMany(i => i).ToHashSet()))
                )
            )
            .Where(group => group.Seeds.Count() > 1)
            .GroupBy(group => Sentence([.. group.Seeds]), group => group.Label)
            .Select(same => $"{string.Join(", ", same)}: {same.Key}");

    private static string Sentence((ulong Seed, HashSet<string> Images)[] seeds)
    {
        string[] shared =
        [
            .. from i in Enumerable.Range(0, seeds.Length)
            from j in Enumerable.Range(i + 1, seeds.Length - i - 1)
            let count = seeds[i].Images.Count(seeds[j].Images.Contains)
            where count > 0
            select $"{seeds[i].Seed} and {seeds[j].Seed} share {count} of {seeds[i].Images.Count}",
        ];
        return shared.Length == 0
            ? "no image was given to two seeds."
            : $"seeds {string.Join(", ", shared)} images; those are no independent repetitions.";
    }
}
