using WFrame.Engines;
using WFrame.Scoring;

namespace WFrame.Experiments.Studies.Defects;

/// <summary>Maps of the Mahalanobis distance alone: what they were without knowing what departures look like.</summary>
public static class PlainDistance
{
    /// <returns>Figures; no p, which is calibrated for what ships.</returns>
    public static DefectFigures Measure(IEnergyEngine engine, DefectCrops crops)
    {
        var first = PositionFeatures.Directions(engine.Trunk);
        var sums = new SpreadSums(first + PositionFeatures.Colours);
        new PositionFeatures(engine, crops.Learned.Size).ForEach(
            crops.Learned,
            (_, rows) => sums.Add(rows),
            CancellationToken.None
        );
        var texture = new TextureStatistics(GaussianSpread.Of(sums, departures: null, first)) { LeftOut = [] };
        return DefectStudy.Measure(
            texture.Maps(engine, crops.Good, CancellationToken.None),
            texture.Maps(engine, crops.Bad, CancellationToken.None),
            crops
        );
    }
}
