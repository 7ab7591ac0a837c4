using WFrame.Engines;
using WFrame.Textures;
using WFrame.Textures.Spectra;

namespace WFrame.Trainers.Tests.Textures;

public sealed class PowerTests
{
    private static readonly ImageSize Size = new(60, 96);

    [Theory]
    [InlineData(0, 0.11, 1)]
    [InlineData(0.25, 0.125, 4)]
    [InlineData(0.5, 0.5, 10)]
    public void Given_a_wave_Then_its_power_lies_in_the_band_of_its_frequency(double down, double across, int band)
    {
        // Whole periods: 60 x 96.
        var (rows, columns) = (Math.Round(60 * down), Math.Round(96 * across));
        var plane = new float[Size.Area];
        for (var i = 0; i < plane.Length; i++)
        {
            var (y, x) = (i / 96, i % 96);
            plane[i] = (float)(7 + (3 * Math.Cos(2 * Math.PI * ((rows * y / 60) + (columns * x / 96)))));
        }

        var power = new PlaneSpectrum(plane, Size).Power();

        Assert.Equal(RadialPower.Bands, power.Length);
        Assert.True(power[band] > 1);
        Assert.All(power.Where((_, b) => b != band), p => Assert.Equal(0, p, 1e-6));
    }

    [Fact]
    public void Given_white_noise_of_any_size_Then_every_band_has_its_variance_whether_it_is_wrapped_around_or_not()
    {
        PixelBatch[] photographs = [TextureParts.Noise(300, 270, 1), TextureParts.Noise(64, 500, 2)];
        var values = photographs[0].Values.ToArray();
        var variance = values.Average(v => (double)v * v) - Math.Pow(values.Average(), 2);

        var power = RadialPower.Of(photographs, default);
        var plane = photographs[0].Values.Span[..photographs[0].Size.Area];
        var wrapped = new PlaneSpectrum(plane, photographs[0].Size).Power();

        Assert.All(power.SelectMany(p => p.Skip(1)), p => Assert.InRange(p / variance, 0.85, 1.15));
        Assert.All(wrapped.Skip(1), p => Assert.InRange(p / variance, 0.85, 1.15));
    }

    [Fact]
    public void Given_an_image_with_grain_that_the_photograph_lacks_When_limited_Then_it_goes_and_all_else_stays()
    {
        var smooth = Pyramid.Enlarge(Pyramid.Halve(TextureParts.Noise(64, 96, 3), wraps: true), new(64, 96));
        var observed = RadialPower.Of([smooth], default);
        var (image, grain) = (smooth.Clone(), TextureParts.Noise(64, 96, 4).Values.ToArray());
        for (var i = 0; i < grain.Length; i++)
        {
            image.Values.Span[i] += grain[i];
        }
        var before = Power(image);

        PowerLimit.Apply(image, observed);

        var after = Power(image);
        for (var axis = 0; axis < 3; axis++)
        {
            for (var band = 0; band < RadialPower.Bands; band++)
            {
                var (was, now, wanted) = (before[axis][band], after[axis][band], observed[axis][band]);
                if (band < 3)
                {
                    Assert.Equal(was, now, 1e-3 * was);
                }
                else if (band > 5)
                {
                    Assert.True(was > 2 * wanted, $"There is no grain in band {band}.");
                    // Gains lie between those of neighbouring bands.
                    Assert.InRange(now, 0.3 * wanted, 2.2 * (wanted + 0.1));
                }
                Assert.True(now <= was * 1.001);
            }
        }
    }

    [Fact]
    public void Given_an_image_no_finer_than_the_photograph_When_limited_Then_no_bit_changes()
    {
        var photograph = TextureParts.Noise(64, 96, 5);
        var image = Pyramid.Enlarge(Pyramid.Halve(photograph, wraps: true), photograph.Size);
        var before = image.Values.ToArray();

        PowerLimit.Apply(image, RadialPower.Of([photograph], default));

        Assert.Equal(before, image.Values.ToArray());
    }

    [Fact]
    public void Given_a_photograph_that_was_enlarged_When_drawn_Then_the_picture_has_no_more_grain()
    {
        var small = TextureParts.Stripes(64, 64);
        var photograph = Pyramid.Enlarge(small, new(128, 128));
        var engine = new EngineOptions { Threads = 1 };
        var texture = WFrameTexture.Learn([photograph], TextureParts.Trunk, engine);
        var wanted = RadialPower.Of([photograph], default)[0];

        var drawn = Power(texture.Draw(new() { Size = new(64, 64) }, engine))[0];

        for (var band = 6; band < RadialPower.Bands; band++)
        {
            Assert.True(
                drawn[band] < (3 * wanted[band]) + 1,
                $"Band {band} has {drawn[band]} where the photograph has {wanted[band]}."
            );
        }
    }

    [Fact]
    public void Given_a_file_of_an_earlier_version_Then_it_draws_without_a_limit_and_one_with_bad_power_is_refused()
    {
        var engine = new EngineOptions { Threads = 1 };
        var (trunk, levels) = (TextureParts.Trunk, new List<LevelStatistics>());
        using (var running = EngineFactory.Create(trunk.WithAveragePools(), engine).Engine)
        {
            levels.Add(StatisticsReader.Of(running, TexturePlan.Shallow, [TextureParts.Stripes(48, 48)], default));
        }
        var old = TextureFile.Write(levels, trunk.Sha256);
        double[] good = new double[RadialPower.Bands];

        Assert.DoesNotContain("power", Encoding.UTF8.GetString(old), StringComparison.Ordinal);
        _ = TextureFile.Read("old", old, trunk).Draw(new() { Size = new(32, 32) }, engine);
        _ = TextureFile.Read("new", With(good, good, good), trunk);
        Assert.All(
            [With(good, good), With(good, good, [1]), With(good, good, [.. good.Select(_ => -1.0)])],
            bad => Assert.Throws<InvalidContentException>(() => TextureFile.Read("bad", bad, trunk))
        );

        byte[] With(params double[][] power) => TextureFile.Write([levels[0] with { Power = power }], trunk.Sha256);
    }

    private static double[][] Power(PixelBatch image)
    {
        var plane = new float[image.Size.Area];
        return
        [
            .. Enumerable
                .Range(0, 3)
                .Select(axis =>
                {
                    OpponentColours.Read(image.Values.Span, axis, plane);
                    return new PlaneSpectrum(plane, image.Size).Power();
                }),
        ];
    }
}
