using Microsoft.ML;
using Microsoft.ML.Data;
using WFrame.MLNet;
using WFrame.Trainers.Tests.MLNet;
using WFrame.Trunks;

namespace WFrame.Pipeline.Tests.MLNet;

public sealed class PixelsTests
{
    private const int Height = 6;
    private const int Width = 8;
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(PixelOrder.Rgb, PixelLayout.Planar)]
    [InlineData(PixelOrder.Bgr, PixelLayout.Planar)]
    [InlineData(PixelOrder.Rgb, PixelLayout.Interleaved)]
    [InlineData(PixelOrder.Bgr, PixelLayout.Interleaved)]
    public void Given_stock_pixels_When_converted_Then_they_are_planes_blue_green_red_minus_the_mean(
        PixelOrder order,
        PixelLayout layout
    )
    {
        var interleaved = layout == PixelLayout.Interleaved;
        var data = Stock(interleaved ? [Height, Width, 3] : [3, Height, Width], Raw(order, interleaved));

        using var fitted = _context.WFrame().Pixels("Pixels", "Raw", order, layout).Fit(data);
        Assert.Equal(
            new VectorDataViewType(NumberDataViewType.Single, 3, Height, Width),
            fitted.Transform(data).Schema["Pixels"].Type
        );
        var actual = Assert.Single(EstimatorWorkout.Read(fitted.Transform(data), "Pixels"))[0];

        for (var channel = 0; channel < 3; channel++)
        {
            for (var i = 0; i < Height * Width; i++)
            {
                var expected = Value(2 - channel, i) - Trunk.VggMean[channel];
                Assert.Equal(expected, actual[(channel * Height * Width) + i]);
            }
        }
    }

    [Fact]
    public void Given_pixels_of_another_layout_When_fitted_Then_the_sentence_says_what_is_needed()
    {
        var data = Stock([3, Height, Width], new float[3 * Height * Width]);

        var refused = Assert.Throws<UsageException>(() =>
            _context.WFrame().Pixels("Pixels", "Raw", layout: PixelLayout.Interleaved).Fit(data)
        );

        Assert.Contains("Column Raw", refused.Message, StringComparison.Ordinal);
        Assert.Contains("[H,W,3]", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Colour 0 is red; every value of the picture is another one.</summary>
    private static float Value(int colour, int pixel) => (colour * 80) + pixel;

    private static float[] Raw(PixelOrder order, bool interleaved)
    {
        var raw = new float[3 * Height * Width];
        for (var place = 0; place < 3; place++)
        {
            for (var i = 0; i < Height * Width; i++)
            {
                raw[interleaved ? (3 * i) + place : (place * Height * Width) + i] = Value(
                    order == PixelOrder.Rgb ? place : 2 - place,
                    i
                );
            }
        }
        return raw;
    }

    private IDataView Stock(int[] dimensions, float[] values)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Raw)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, dimensions);
        return _context.Data.LoadFromEnumerable([new Row { Raw = values }], definition);
    }

    private sealed class Row
    {
        public float[] Raw { get; set; } = [];
    }
}
