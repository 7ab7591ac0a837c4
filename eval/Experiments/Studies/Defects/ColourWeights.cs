using WFrame.Engines;
using WFrame.Scoring;

namespace WFrame.Experiments.Studies.Defects;

/// <summary>
/// Maps of a texture in which the squared distance of the colours counts for another part of that of the directions than in
/// the maps that ship, from one pass over the crops.
/// </summary>
public static class ColourWeights
{
    /// <summary>Weights that are tried, the directions' being 1; 1/64 counts every dimension alike with 192 of directions.</summary>
    public static IReadOnlyList<double> Tried { get; } = [0, 1 / 64.0, 0.05, 0.15, 0.5];

    /// <param name="model">Of filter theta.</param>
    /// <param name="engine">Runs its trunk.</param>
    /// <param name="crops">All are measured.</param>
    /// <returns>Figures of each weight; no p, which is calibrated for what ships.</returns>
    public static IReadOnlyDictionary<double, DefectFigures> Measure(
        WFrameModel model,
        IEnergyEngine engine,
        DefectCrops crops
    )
    {
        var texture = model.Components[0].Reference!.Texture!;
        var (good, bad) = (Squares(texture, engine, crops.Good), Squares(texture, engine, crops.Bad));
        return Tried.ToDictionary(
            weight => weight,
            weight => DefectStudy.Measure(Maps(good, crops.Good, weight), Maps(bad, crops.Bad, weight), crops)
        );
    }

    private static (float Directions, float Colours)[][] Squares(
        TextureStatistics texture,
        IEnergyEngine engine,
        PixelBatch images
    )
    {
        var result = new (float, float)[images.Count][];
        var d = texture.Directions.Mean.Length;
        new PositionFeatures(engine, images.Size).ForEach(
            images,
            (i, rows) =>
                result[i] = [
                    .. rows.Chunk(d + PositionFeatures.Colours)
                        .Select(row =>
                            (texture.Directions.Square(row.AsSpan(0, d)), texture.Colours.Square(row.AsSpan(d)))
                        ),
                ],
            CancellationToken.None
        );
        return result;
    }

    private static ScoreMaps Maps((float Directions, float Colours)[][] squares, PixelBatch images, double weight)
    {
        var size = images.Size;
        var (values, deviations) = (new float[images.Count * size.Area], new double[images.Count]);
        for (var i = 0; i < images.Count; i++)
        {
            float[] grid =
            [
                .. squares[i].Select(s => (float)Math.Sqrt((s.Directions + (weight * s.Colours)) / (1 + weight))),
            ];
            deviations[i] = TextureStatistics.DeviationOf(grid);
            var map = values.AsSpan(i * size.Area, size.Area);
            MapEnlarging.Add(grid, size.Height / 2, size.Width / 2, map, size, weight: 1);
        }
        return new ScoreMaps(images.Count, size, values) { Deviation = deviations };
    }
}
