using WFrame.Images;
using WFrame.Images.Geometry;

namespace WFrame.Evaluation.Classifiers;

/// <summary>8-bit RGB to the input of one classifier, as its card says.</summary>
internal sealed class InputPreparation
{
    private readonly ClassifierInput _input;

    // One table a channel of the network: there are only 256 pixel values.
    private readonly float[][] _tables;

    public InputPreparation(ClassifierInput input)
    {
        _input = input;
        _tables = new float[3][];
        for (var c = 0; c < 3; c++)
        {
            _tables[c] = new float[256];
            for (var pixel = 0; pixel < 256; pixel++)
            {
                // 255 steps of exactly 1 for the range 0..255, so that no rounding enters there.
                var value = input.Range.Low + (pixel * ((input.Range.High - input.Range.Low) / 255));
                _tables[c][pixel] = (float)((value - input.Mean[c]) * input.Scale[c]);
            }
        }
    }

    /// <summary>Fit and resize: the 8-bit picture that enters the network.</summary>
    public RgbImage Fit(RgbImage image)
    {
        var size = _input.Size ?? Square(image);
        if (size == new ImageSize(image.Height, image.Width))
        {
            return image;
        }
        var box = _input.Fit == InputFit.CenterCrop ? Crop.Fit(image.Width, image.Height, size) : PixelBox.Whole(image);
        // In-graph resizes see the crop at its own size, which no filter changes.
        return Resampler.Resize(image, box, size, _input.Filter ?? ResampleFilter.Box);
    }

    /// <summary>Writes one fitted picture as [3,H,W] or [H,W,3].</summary>
    public void Fill(RgbImage fitted, Span<float> target)
    {
        var area = fitted.Width * fitted.Height;
        for (var c = 0; c < 3; c++)
        {
            var (table, from) = (_tables[c], _input.IsBgr ? 2 - c : c);
            var (start, step) = _input.ChannelsFirst ? (c * area, 1) : (c, 3);
            for (var i = 0; i < area; i++)
            {
                target[start + (i * step)] = table[fitted.Pixels[(3 * i) + from]];
            }
        }
    }

    /// <summary>Shape of a batch of fitted pictures.</summary>
    public long[] Shape(int count, RgbImage fitted) =>
        _input.ChannelsFirst ? [count, 3, fitted.Height, fitted.Width] : [count, fitted.Height, fitted.Width, 3];

    private ImageSize Square(RgbImage image)
    {
        var side = Math.Min(image.Width, image.Height);
        return _input.Fit == InputFit.CenterCrop ? new ImageSize(side, side) : new ImageSize(image.Height, image.Width);
    }
}
