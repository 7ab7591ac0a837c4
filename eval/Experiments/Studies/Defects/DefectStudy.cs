using WFrame.Engines;
using WFrame.Metrics;
using WFrame.Scoring;
using WFrame.Textures;

namespace WFrame.Experiments.Studies.Defects;

/// <summary>What came out of one texture and seed.</summary>
/// <param name="Images">Area under the ROC curve of each kind of defect against good crops, by the maps' deviation.</param>
/// <param name="Pixels">Area over pixels.</param>
/// <param name="Pro">PRO up to 0.3 of good pixels.</param>
/// <param name="P">p of each good crop.</param>
/// <param name="Worst">
/// Area over images, mean of the kinds, if an image deviates as so many of its worst pixels do on average, in percent.
/// </param>
public sealed record DefectFigures(
    IReadOnlyDictionary<string, double> Images,
    double Pixels,
    double Pro,
    IReadOnlyList<double> P,
    IReadOnlyDictionary<double, double> Worst
);

/// <summary>Defects painted into crops of photographs of textures, and how the maps of a model of other crops show them.</summary>
/// <param name="photographs">Each [1,3,H,W].</param>
/// <param name="side">Of the crops.</param>
public sealed class DefectStudy(IReadOnlyList<PixelBatch> photographs, int side)
{
    /// <summary>What can be painted.</summary>
    public static IReadOnlyList<string> Kinds => SyntheticDefect.Kinds;

    /// <summary>Shares of an image's worst pixels that are tried, in percent.</summary>
    public static IReadOnlyList<double> WorstShares { get; } = [0.5, 1, 2, 4, 10, 25, 100];

    /// <summary>Photographs, files at their own size or shrunk.</summary>
    public static PixelBatch Photograph(string path, double scale, IReadOnlyList<float> mean) =>
        TexturePhotographs.Load([path], cropSide: null, scale, mean, _ => { }, CancellationToken.None).Photographs[0];

    /// <summary>Draws crops to learn from, good ones and ones with defects.</summary>
    /// <param name="texture">Index of the photograph.</param>
    /// <param name="seed">Draws.</param>
    /// <param name="learned">Crops to learn from.</param>
    /// <param name="good">Crops without a defect.</param>
    /// <param name="defects">Crops with a defect of each kind.</param>
    public DefectCrops Draw(int texture, ulong seed, int learned, int good, int defects)
    {
        var random = new NumpyRandomState((uint)((seed * 100) + (ulong)texture));
        var crops = new TextureCrops(photographs[texture], side, random);
        var other = (texture + 1 + (int)(seed % (ulong)Math.Max(1, photographs.Count - 1))) % photographs.Count;
        var foreign = new TextureCrops(photographs[other], side, random);
        var toLearn = crops.Learned(learned);
        var fresh = crops.Fresh(good);
        var painted = new List<(string Kind, SyntheticDefect Defect)>();
        foreach (var kind in Kinds)
        {
            for (var i = 0; i < defects; i++)
            {
                painted.Add((kind, SyntheticDefect.Paint(kind, crops.Fresh(1), foreign.Fresh(1), random)));
            }
        }
        var bad = new PixelBatch(painted.Count, fresh.Size);
        for (var i = 0; i < painted.Count; i++)
        {
            painted[i].Defect.Image.Values.CopyTo(bad.Image(i));
        }
        return new DefectCrops(
            toLearn,
            fresh,
            bad,
            [.. painted.Select(p => p.Kind)],
            [.. painted.Select(p => p.Defect.Mask)]
        );
    }

    /// <summary>
    /// Crops to learn from, of the upper half of a photograph, and good ones of its lower half: of one material, and no pixel
    /// in common.
    /// </summary>
    /// <param name="texture">Index of the photograph.</param>
    /// <param name="seed">Draws.</param>
    /// <param name="learned">Crops to learn from.</param>
    /// <param name="good">Crops without a defect.</param>
    public (PixelBatch Learned, PixelBatch Good) Halves(int texture, ulong seed, int learned, int good)
    {
        var random = new NumpyRandomState((uint)((seed * 100) + (ulong)texture));
        var whole = photographs[texture];
        var half = new ImageSize(whole.Size.Height / 2, whole.Size.Width);
        return (
            new TextureCrops(Pyramid.Part(whole, 0, 0, half), side, random).Learned(learned),
            new TextureCrops(Pyramid.Part(whole, half.Height, 0, half), side, random).Fresh(good)
        );
    }

    /// <summary>Maps of all crops, measured.</summary>
    public static DefectFigures Measure(WFrameModel model, IEnergyEngine engine, DefectCrops crops) =>
        Measure(model.Maps(engine, crops.Good), model.Maps(engine, crops.Bad), crops);

    internal static DefectFigures Measure(ScoreMaps good, ScoreMaps bad, DefectCrops crops)
    {
        var ordinary = Deviations(good);
        var byKind = ByKind(Deviations(bad), ordinary);
        var (area, pro) = MapMeasures.Of(
            [.. Maps(good), .. Maps(bad)],
            [.. Enumerable.Repeat(new bool[crops.Good.Size.Area], good.Images), .. crops.Masks]
        );
        return new DefectFigures(
            byKind,
            area,
            pro,
            good.P ?? [],
            WorstShares.ToDictionary(
                share => share,
                share => ByKind(Worst(bad, share), Worst(good, share)).Values.Average()
            )
        );

        Dictionary<string, double> ByKind(double[] deviations, double[] others) =>
            Kinds.ToDictionary(
                kind => kind,
                kind => Ranking.Area([.. deviations.Where((_, i) => crops.Kinds[i] == kind)], others)
            );

        static double[] Worst(ScoreMaps maps, double share) =>
            [
                .. Maps(maps)
                    .Select(map => map.ToArray())
                    .Select(map => map.OrderDescending().Take(Math.Max(1, (int)(share / 100 * map.Length))).Average()),
            ];

        static IEnumerable<ReadOnlyMemory<float>> Maps(ScoreMaps maps) =>
            Enumerable.Range(0, maps.Images).Select(maps.Of);

        // Where a model's maps have none of their own, as of spatial theta: the worst tenth of the pixels.
        static double[] Deviations(ScoreMaps maps) =>
            maps.Deviation ?? [.. Maps(maps).Select(map => TextureStatistics.DeviationOf(map.ToArray()))];
    }

    /// <summary>The same model with maps as they were: cosines to the mean direction.</summary>
    public static WFrameModel OfCosines(WFrameModel model) => With(model, _ => null);

    /// <summary>The same model, its maps without flat lines and spots; no p, which is calibrated with them.</summary>
    public static WFrameModel WithoutShapes(WFrameModel model) =>
        With(model, texture => texture with { Shapes = null, LeftOut = [] });

    private static WFrameModel With(WFrameModel model, Func<TextureStatistics, TextureStatistics?> change) =>
        model.With([
            .. model.Components.Select(c =>
                c with
                {
                    Reference = c.Reference! with { Texture = change(c.Reference.Texture!) },
                }
            ),
        ]);
}

/// <summary>Crops of one texture.</summary>
/// <param name="Learned">To learn from.</param>
/// <param name="Good">Not learned, without a defect.</param>
/// <param name="Bad">Not learned, with a defect.</param>
/// <param name="Kinds">Kind of the defect of each bad one.</param>
/// <param name="Masks">Its pixels.</param>
public sealed record DefectCrops(
    PixelBatch Learned,
    PixelBatch Good,
    PixelBatch Bad,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<bool[]> Masks
);
