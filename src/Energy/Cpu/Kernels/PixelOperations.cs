namespace WFrame.Cpu.Kernels;

/// <summary>What <see cref="PixelEpilogue{TLanes, TVector, TOperation}"/> does with one register of one pixel.</summary>
internal unsafe interface IPixelOperation<TVector>
    where TVector : unmanaged
{
    static virtual bool NeedsBias => false;

    static virtual bool NeedsTheta => false;

    /// <summary>Takes one register.</summary>
    /// <param name="y">Output of the convolution.</param>
    /// <param name="bias">Bias of these channels, if needed.</param>
    /// <param name="theta">Theta of these channels, if needed.</param>
    /// <param name="channel">First channel of the register.</param>
    /// <param name="decisions">Of the pixel, one bit a channel.</param>
    /// <param name="target">Of these channels.</param>
    static abstract void Apply(TVector y, TVector bias, float* theta, int channel, byte* decisions, float* target);
}

/// <summary>Bias and ReLU; the decisions are kept.</summary>
internal readonly unsafe struct Relu<TLanes, TVector> : IPixelOperation<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    public static bool NeedsBias => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(TVector y, TVector bias, float* theta, int channel, byte* decisions, float* target)
    {
        var z = TLanes.Add(y, bias);
        TLanes.WriteBits(decisions, channel, TLanes.Greater(z, default));
        TLanes.Store(TLanes.Max(default, z), target);
    }
}

/// <summary>Bias and ReLU of which only the decisions are kept: a gradient needs no more of a layer that none reads.</summary>
internal readonly unsafe struct Decide<TLanes, TVector> : IPixelOperation<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    public static bool NeedsBias => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(TVector y, TVector bias, float* theta, int channel, byte* decisions, float* target) =>
        TLanes.WriteBits(decisions, channel, TLanes.Greater(TLanes.Add(y, bias), default));
}

/// <summary>Multiplies by the decisions: both gradients of the backward pass and tangents of the forward mode.</summary>
internal readonly unsafe struct Mask<TLanes, TVector> : IPixelOperation<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(TVector y, TVector bias, float* theta, int channel, byte* decisions, float* target) =>
        TLanes.Store(TLanes.Keep(TLanes.ReadBits(decisions, channel), y), target);
}

/// <summary>Backward pass through a tapped layer: its theta is added, then all is multiplied by the decisions.</summary>
internal readonly unsafe struct AddThetaAndMask<TLanes, TVector> : IPixelOperation<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    public static bool NeedsTheta => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(TVector y, TVector bias, float* theta, int channel, byte* decisions, float* target) =>
        TLanes.Store(TLanes.Keep(TLanes.ReadBits(decisions, channel), TLanes.Add(y, TLanes.Load(theta))), target);
}

/// <summary>Stores a quarter: a gradient on its way to a pool that averages four pixels.</summary>
internal readonly unsafe struct Quarter<TLanes, TVector> : IPixelOperation<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(TVector y, TVector bias, float* theta, int channel, byte* decisions, float* target) =>
        TLanes.Store(TLanes.Fused(y, TLanes.Broadcast(0.25f), default), target);
}

/// <summary>Stores as it is: a gradient on its way to a pool, whose decisions are applied where it is read.</summary>
internal readonly unsafe struct Copy<TLanes, TVector> : IPixelOperation<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(TVector y, TVector bias, float* theta, int channel, byte* decisions, float* target) =>
        TLanes.Store(y, target);
}
