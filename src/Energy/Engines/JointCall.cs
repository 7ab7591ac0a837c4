using WFrame.Responses;

namespace WFrame.Engines;

/// <summary>A call of one of several algorithms, which waits for those of the others.</summary>
/// <param name="X">Its images.</param>
internal abstract record JointCall(PixelBatch X)
{
    /// <summary>Completed when it has been made, or has failed.</summary>
    public TaskCompletionSource Made { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Calls of equal keys can be made as one; null: made alone.</summary>
    public abstract object? Key { get; }

    /// <summary>Makes it by itself.</summary>
    public abstract void Alone(IEnergyEngine engine);
}

/// <summary>What is rare, and so made by itself.</summary>
internal sealed record SingleCall(PixelBatch X, Action<IEnergyEngine> Act) : JointCall(X)
{
    public override object? Key => null;

    public override void Alone(IEnergyEngine engine) => Act(engine);
}

/// <inheritdoc cref="IEnergyEngine.Responses"/>
internal sealed record ResponsesCall(
    PixelBatch X,
    ResponseLayout Layout,
    Memory<float> Values,
    CancellationToken Cancellation
) : JointCall(X)
{
    public override object Key => (typeof(ResponsesCall), X.Size, Layout);

    public override void Alone(IEnergyEngine engine) => engine.Responses(X, Layout, Values, Cancellation);
}

/// <inheritdoc cref="IEnergyEngine.Evaluate"/>
internal sealed record EvaluateCall(PixelBatch X, Theta Theta, EnergyResults Results, CancellationToken Cancellation)
    : JointCall(X)
{
    public override object Key => (typeof(EvaluateCall), X.Size, Theta.Layout, X.Count / Theta.Groups);

    public override void Alone(IEnergyEngine engine) => engine.Evaluate(X, Theta, Results, Cancellation);
}

/// <inheritdoc cref="IEnergyEngine.Langevin"/>
internal sealed record LangevinCall(PixelBatch X, Theta Theta, LangevinRun Run, CancellationToken Cancellation)
    : JointCall(X)
{
    public override object Key =>
        (typeof(LangevinCall), X.Size, Theta.Layout, X.Count / Theta.Groups, Run.Coefficients, Run.Steps);

    public override void Alone(IEnergyEngine engine) => engine.Langevin(X, Theta, Run, Cancellation);
}
