namespace WFrame.Cpu.Kernels;

/// <summary>
/// The left factor of a product: number k of a tile lies at Start + TileStep*tile + RunStep*(k / Length) + k % Length.
/// </summary>
/// <param name="start">First number.</param>
/// <param name="tileStep">Floats from one tile to the next.</param>
/// <param name="runs">Runs of neighbouring numbers.</param>
/// <param name="runStep">Floats from one run to the next.</param>
/// <param name="length">Numbers of one run.</param>
internal readonly unsafe struct Operand(float* start, nint tileStep, int runs, nint runStep, int length)
{
    public readonly float* Start = start;
    public readonly nint TileStep = tileStep;
    public readonly int Runs = runs;
    public readonly nint RunStep = runStep;
    public readonly int Length = length;

    /// <summary>The operand without its first tiles.</summary>
    public Operand Skip(int tiles) => new(Start + (tiles * TileStep), TileStep, Runs, RunStep, Length);
}
