using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace WFrame.Textures.Spectra;

/// <summary>The discrete Fourier transform of a plane that is wrapped around.</summary>
internal sealed class PlaneSpectrum
{
    private readonly ImageSize _size;
    private readonly Complex[] _values;

    /// <param name="plane">[H,W].</param>
    /// <param name="size">Its size.</param>
    public PlaneSpectrum(ReadOnlySpan<float> plane, ImageSize size)
    {
        (_size, _values) = (size, new Complex[size.Area]);
        for (var i = 0; i < _values.Length; i++)
        {
            _values[i] = plane[i];
        }
        Transform(line => Fourier.Forward(line, FourierOptions.NoScaling));
    }

    /// <summary>
    /// Mean power in each of <see cref="RadialPower.Bands"/>, the constant left out: of white noise its variance; 0 where a
    /// band is empty.
    /// </summary>
    public double[] Power()
    {
        var (sums, counts) = (new double[RadialPower.Bands], new int[RadialPower.Bands]);
        for (var i = 1; i < _values.Length; i++)
        {
            var band = Math.Min((int)Place(i), RadialPower.Bands - 1);
            var value = _values[i];
            sums[band] += (value.Real * value.Real) + (value.Imaginary * value.Imaginary);
            counts[band]++;
        }
        return [.. sums.Zip(counts, (sum, count) => count == 0 ? 0 : sum / count / _values.Length)];
    }

    /// <summary>Multiplies every frequency with the gain at its place between the middles of the bands.</summary>
    /// <param name="gains">One a band.</param>
    public void Scale(double[] gains)
    {
        for (var i = 1; i < _values.Length; i++)
        {
            var place = Math.Clamp(Place(i) - 0.5, 0, gains.Length - 1);
            var below = (int)place;
            var above = Math.Min(below + 1, gains.Length - 1);
            _values[i] *= gains[below] + ((place - below) * (gains[above] - gains[below]));
        }
    }

    /// <summary>The plane; ends the spectrum.</summary>
    /// <param name="plane">Receives [H,W].</param>
    public void Invert(Span<float> plane)
    {
        Transform(line => Fourier.Inverse(line, FourierOptions.NoScaling));
        for (var i = 0; i < plane.Length; i++)
        {
            plane[i] = (float)(_values[i].Real / plane.Length);
        }
    }

    /// <summary>Radial frequency in widths of a band.</summary>
    private double Place(int index)
    {
        var (y, x) = (index / _size.Width, index % _size.Width);
        var down = Math.Min(y, _size.Height - y) / (double)_size.Height;
        var across = Math.Min(x, _size.Width - x) / (double)_size.Width;
        return Math.Sqrt((down * down) + (across * across)) / RadialPower.Width;
    }

    private void Transform(Action<Complex[]> transform)
    {
        var row = new Complex[_size.Width];
        for (var y = 0; y < _size.Height; y++)
        {
            var own = _values.AsSpan(y * row.Length, row.Length);
            own.CopyTo(row);
            transform(row);
            row.CopyTo(own);
        }
        var column = new Complex[_size.Height];
        for (var x = 0; x < _size.Width; x++)
        {
            for (var y = 0; y < column.Length; y++)
            {
                column[y] = _values[(y * _size.Width) + x];
            }
            transform(column);
            for (var y = 0; y < column.Length; y++)
            {
                _values[(y * _size.Width) + x] = column[y];
            }
        }
    }
}
