namespace WFrame.Experiments.Studies.Defects;

/// <summary>How well maps of deviation show where defects are, each image with at most one.</summary>
public static class MapMeasures
{
    private const double MostFalsePositives = 0.3;

    /// <summary>
    /// Area under the receiver operating characteristic over all pixels, and PRO: the mean over defects of the share that is
    /// found, as the share of good pixels that are called defect goes from 0 to 0.3, mean over these (P. Bergmann et al.,
    /// MVTec AD, 2019).
    /// </summary>
    /// <param name="maps">One map an image.</param>
    /// <param name="masks">Which pixels belong to its defect; none of a good image.</param>
    /// <exception cref="ArgumentException">No defect, or no good pixel.</exception>
    public static (double Area, double Pro) Of(IReadOnlyList<ReadOnlyMemory<float>> maps, IReadOnlyList<bool[]> masks)
    {
        var sizes = masks.Select(m => m.Count(p => p)).ToArray();
        var (defects, bad) = (sizes.Count(s => s > 0), sizes.Sum(s => (long)s));
        var good = masks.Sum(m => (long)m.Length) - bad;
        if (defects == 0 || good == 0)
        {
            throw new ArgumentException("Maps are measured by defects and good pixels: one is missing.", nameof(masks));
        }
        var pixels = new List<(float Value, int Image, bool IsBad)>();
        for (var i = 0; i < maps.Count; i++)
        {
            var map = maps[i].Span;
            for (var p = 0; p < map.Length; p++)
            {
                pixels.Add((map[p], i, masks[i][p]));
            }
        }
        pixels.Sort((a, b) => b.Value.CompareTo(a.Value));
        var (area, pro, found, overlap, alarms) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var at = 0; at < pixels.Count; )
        {
            var (foundBefore, overlapBefore, alarmsBefore, value) = (found, overlap, alarms, pixels[at].Value);
            for (; at < pixels.Count && pixels[at].Value == value; at++)
            {
                if (pixels[at].IsBad)
                {
                    found += 1.0 / bad;
                    overlap += 1.0 / sizes[pixels[at].Image] / defects;
                }
                else
                {
                    alarms += 1.0 / good;
                }
            }
            // Pixels of one value are called together: a straight piece of the curve.
            area += (alarms - alarmsBefore) * (found + foundBefore) / 2;
            var end = Math.Min(alarms, MostFalsePositives);
            if (end > alarmsBefore)
            {
                var atEnd =
                    overlapBefore + ((overlap - overlapBefore) * (end - alarmsBefore) / (alarms - alarmsBefore));
                pro += (end - alarmsBefore) * (overlapBefore + atEnd) / 2;
            }
        }
        return (area, pro / MostFalsePositives);
    }
}
