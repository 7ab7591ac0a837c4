namespace WFrame.Cpu.Layout;

/// <summary>
/// Feature maps of large images, of which one thread holds the last few rows only: they are made when the next layer
/// asks for them, and have not left the L2 cache when it reads them. (Of 256x256 pixels there are 38 MB.)
/// </summary>
internal sealed class RollingMaps : IDisposable
{
    // What a row of tiles reads (6 rows, 4 of a pooled map) and the rows of tiles that end in or after it: at most 7 rows
    // when the rows of tiles are single rows, or 2 rows, or start where the readers' do; else 9.
    private const int FewRows = 8;
    private const int ManyRows = 16;

    private const int NotBegun = -1;

    private readonly FeatureMap[] _maps;
    private readonly NativeBuffer[] _rows;
    private readonly int[] _made;

    public RollingMaps(TrunkMaps maps)
    {
        _maps =
        [
            .. maps.Outputs.Select(
                (map, i) => map.Roll(i == 0 || i == maps.Last || maps.Stages[i].Pooled ? FewRows : ManyRows)
            ),
        ];
        _rows = [.. _maps.Select(map => NativeBuffer.OfFloats(map.Length))];
        _made = new int[_maps.Length];
    }

    public long Bytes => _rows.Sum(rows => rows.Bytes);

    public unsafe MapView Map(int stage) => new(_rows[stage].Floats, _maps[stage]);

    /// <summary>Forgets all rows: a new pass begins.</summary>
    public void Begin() => Array.Fill(_made, NotBegun);

    /// <summary>
    /// Which rows must be made so that rows <paramref name="from"/> to <paramref name="end"/> are there; they count as
    /// made from now on. Rows outside the image are cleared.
    /// </summary>
    /// <param name="stage">Which map.</param>
    /// <param name="from">First row that will be read; never less than in the call before.</param>
    /// <param name="end">The row after the last that will be read.</param>
    /// <param name="unit">Rows that are made at a time.</param>
    public (int First, int End) Missing(int stage, int from, int end, int unit)
    {
        var map = Map(stage);
        if (_made[stage] == NotBegun)
        {
            map.Clear(from, Math.Max(from, 0));
            _made[stage] = Math.Max(from, 0) / unit * unit;
        }
        map.Clear(Math.Max(from, map.Height), end);
        var first = _made[stage];
        var units = (Math.Min(end, map.Height) + unit - 1) / unit;
        _made[stage] = Math.Max(first, units * unit);
        return (first, _made[stage]);
    }

    public void Dispose()
    {
        foreach (var rows in _rows)
        {
            rows.Dispose();
        }
    }
}
