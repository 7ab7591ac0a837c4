using WFrame.Metrics;
using WFrame.Textures;

namespace WFrame.Experiments.Studies.Defects;

/// <summary>Crops of one photograph at drawn places.</summary>
/// <param name="photograph">[1,3,H,W].</param>
/// <param name="side">Of the crops.</param>
/// <param name="random">Draws.</param>
internal sealed class TextureCrops(PixelBatch photograph, int side, NumpyRandomState random)
{
    private const int Tries = 20_000;

    private readonly List<(int Y, int X)> _learned = [];

    /// <summary>Places that share no more than so much of a crop's area with any that was learned.</summary>
    public const double MostShared = 0.5;

    /// <summary>Crops to learn from: each shares half at most with each of the others.</summary>
    public PixelBatch Learned(int count) => Draw(count, _learned.Add);

    /// <summary>
    /// Crops that were not learned, which share half at most with each that was, as those do with each other; but among
    /// themselves they may share more, since a photograph has no room for as many.
    /// </summary>
    public PixelBatch Fresh(int count) => Draw(count, _ => { });

    private PixelBatch Draw(int count, Action<(int Y, int X)> taken)
    {
        var size = new ImageSize(side, side);
        var result = new PixelBatch(count, size);
        for (var i = 0; i < count; i++)
        {
            var (y, x) = Place();
            taken((y, x));
            Pyramid.Part(photograph, y, x, size).Values.CopyTo(result.Image(i));
        }
        return result;
    }

    private (int Y, int X) Place()
    {
        for (var i = 0; i < Tries; i++)
        {
            var y = random.NextInterval(photograph.Size.Height - side);
            var x = random.NextInterval(photograph.Size.Width - side);
            if (_learned.TrueForAll(l => Shared(l, (y, x)) <= MostShared))
            {
                return (y, x);
            }
        }
        throw new UsageException($"A photograph of {photograph.Size} px has no room for such crops of {side} px.");
    }

    private double Shared((int Y, int X) a, (int Y, int X) b) =>
        Math.Max(0, side - Math.Abs(a.Y - b.Y)) * (double)Math.Max(0, side - Math.Abs(a.X - b.X)) / (side * side);
}
