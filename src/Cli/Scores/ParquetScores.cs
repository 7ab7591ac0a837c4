using Parquet;
using Parquet.Schema;

namespace WFrame.Cli.Scores;

/// <summary>Parquet with one row group for every so many rows, which is all that is held in memory.</summary>
internal sealed class ParquetScores : IScoreWriter
{
    private const int RowGroup = 50_000;

    private readonly DataField _image = new("image", typeof(string), isNullable: false);
    private readonly DataField _label = new("label", typeof(string), isNullable: false);
    private readonly DataField _component = new("component", typeof(string), isNullable: false);
    private readonly DataField<double> _score = new("score");
    private readonly DataField<double> _phi = new("phi");
    private readonly List<ScoreRow> _rows = [];
    private readonly ParquetWriter _writer;

    public ParquetScores(Stream stream)
    {
        var schema = new ParquetSchema(_image, _label, _component, _score, _phi);
        _writer = ParquetWriter.CreateAsync(schema, stream).GetAwaiter().GetResult();
    }

    public void Write(IEnumerable<ScoreRow> rows)
    {
        _rows.AddRange(rows);
        if (_rows.Count >= RowGroup)
        {
            WriteGroup().GetAwaiter().GetResult();
        }
    }

    public void Complete()
    {
        if (_rows.Count > 0)
        {
            WriteGroup().GetAwaiter().GetResult();
        }
    }

    /// <summary>Writes the footer, without which the file is none.</summary>
    public void Dispose() => _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task WriteGroup()
    {
        using var group = _writer.CreateRowGroup();
        await group.WriteAsync(_image, _rows.ConvertAll(r => r.Image));
        await group.WriteAsync(_label, _rows.ConvertAll(r => r.Label));
        await group.WriteAsync(_component, _rows.ConvertAll(r => r.Component));
        await group.WriteAsync<double>(_score, _rows.Select(r => r.Score).ToArray());
        await group.WriteAsync<double>(_phi, _rows.Select(r => r.Phi).ToArray());
        group.CompleteValidate();
        _rows.Clear();
    }
}
