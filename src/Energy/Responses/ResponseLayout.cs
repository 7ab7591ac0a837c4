namespace WFrame.Responses;

/// <summary>
/// The taps of an energy at one image size, in trunk order. F of an image is the responses of all taps, one tap after
/// another, each [C,h,w]; theta of a group likewise, each [C,h,w] or [C]. Made by
/// <see cref="Trunks.Trunk.Layout(ImageSize, ThetaForm)"/>; two layouts of the same taps and shapes are equal.
/// </summary>
public sealed class ResponseLayout : IEquatable<ResponseLayout>
{
    private readonly ResponseTap[] _taps;

    internal ResponseLayout(ResponseTap[] taps, Tiling tiling = Tiling.None) => (_taps, Tiling) = (taps, tiling);

    /// <summary>The taps, in trunk order; at least one.</summary>
    public IReadOnlyList<ResponseTap> Taps => _taps;

    /// <summary>Along which axes images are wrapped around: every convolution then reads the opposite edge, not zeros.</summary>
    public Tiling Tiling { get; }

    /// <summary>Responses F of one image.</summary>
    /// <exception cref="OverflowException">They are more than 2^31.</exception>
    public int Length => checked(_taps[^1].Offset + _taps[^1].Length);

    /// <summary>Numbers of theta of one group, and of P of one image.</summary>
    /// <exception cref="OverflowException">They are more than 2^31.</exception>
    public int ThetaLength => checked(_taps[^1].ThetaOffset + _taps[^1].ThetaLength);

    /// <inheritdoc/>
    public bool Equals(ResponseLayout? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Tiling == other.Tiling && _taps.AsSpan().SequenceEqual(other._taps));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ResponseLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_taps.Length, _taps[^1], Tiling);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", (object[])_taps);
}
