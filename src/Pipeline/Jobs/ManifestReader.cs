using WFrame.Files;

namespace WFrame.Jobs;

/// <summary>Reads the lines of a manifest; goes on after a fault, so that all are told at once.</summary>
/// <param name="path">What to call the file.</param>
internal sealed class ManifestReader(string path)
{
    private const int MostTold = 10;

    /// <summary>No line that is written is near it: a data file given by mistake need not fill the memory.</summary>
    private const int LongestLine = 4_000_000;

    private readonly List<string> _problems = [];
    private readonly List<JobPlan> _plans = [];
    private readonly List<Shard> _shards = [];
    private int _line;
    private int _refused;
    private int _announced;
    private int _headerLine;

    /// <exception cref="InvalidContentException">Something is wrong; all of it is told.</exception>
    public Manifest Read(TextReader reader)
    {
        try
        {
            while (_refused == 0 && reader.ReadLine() is { } line)
            {
                _line++;
                ReadLine(line);
            }
        }
        catch (DecoderFallbackException)
        {
            Problem("it holds bytes that are no UTF-8");
        }
        Close();
        if (_plans.Count == 0 && _problems.Count == 0)
        {
            _problems.Add("it is empty");
        }
        if (_problems.Count == 0)
        {
            return new Manifest(_plans);
        }
        var more = _problems.Count > MostTold ? $"; and {_problems.Count - MostTold} more" : "";
        throw new InvalidContentException(
            $"Manifest {path} cannot be used: {string.Join("; ", _problems.Take(MostTold))}{more}. Make it anew with wframe jobs plan."
        );
    }

    private void ReadLine(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }
        try
        {
            if (line.Length > LongestLine)
            {
                throw new JsonException("it is longer than any that is written");
            }
            using var document = StrictJson.Parse(Encoding.UTF8.GetBytes(line));
            var fields = new ManifestFields(document.RootElement);
            if (fields.Has("schema"))
            {
                Close();
                Header(fields);
            }
            else if (_headerLine == 0)
            {
                throw new JsonException("the header with \"schema\" is missing");
            }
            else
            {
                AddShard(fields);
            }
        }
        catch (JsonException e)
        {
            Problem(e.LineNumber is null ? e.Message.TrimEnd('.') : "it is no JSON");
            // What does not begin as a manifest is none: its other lines would only repeat that.
            _refused = _headerLine == 0 ? _line : 0;
        }
    }

    private void Header(ManifestFields fields)
    {
        _headerLine = _line;
        _announced = -1;
        _plans.Add(
            new JobPlan
            {
                Kind = JobKind.Train,
                Folder = "",
                Inputs = 0,
                WeightsSha256 = "",
                Options = "{}",
            }
        );
        if (fields.Text("schema") is var schema && schema != Manifest.Schema)
        {
            _refused = _line;
            throw new JsonException(
                $"its version is {schema}, this program reads {Manifest.Schema}: use the version of wframe that planned it"
            );
        }
        _announced = fields.Whole("shards", 1);
        var (kind, queue) = (fields.Text("kind"), fields.Text("queue"));
        _plans[^1] = new JobPlan
        {
            Kind =
                JobKinds.Parse(kind)
                ?? throw new JsonException($"kind {kind} is unknown; it is train, score, sample or evaluate"),
            Queue = JobKinds.Queues.Contains(queue)
                ? queue
                : throw new JsonException($"queue {queue} is unknown; it is {string.Join(", ", JobKinds.Queues)}"),
            Folder = fields.Text("folder"),
            Images = fields.Texts("images"),
            Inputs = fields.Whole("inputs", 1),
            Weights = fields.TextOrNull("weights"),
            WeightsSha256 = fields.Hash("sha256"),
            Options = fields.Object("options"),
        };
        fields.RequireNoOthers();
    }

    private void AddShard(ManifestFields fields)
    {
        var plan = _plans[^1];
        var shard = new Shard
        {
            Number = 0,
            Id = fields.Hash("id"),
            First = fields.Whole("first", 0),
            Count = fields.Whole("count", 1),
            Inputs = fields.HashOrEmpty("inputs"),
            FirstPart = fields.Whole("part", 0),
            Parts = fields.Parts("parts"),
        };
        fields.RequireNoOthers();
        _shards.Add(shard);
        // Of a header that cannot be read every shard would seem altered.
        if (plan.WeightsSha256.Length > 0)
        {
            Check(plan, shard);
        }
    }

    private static void Check(JobPlan plan, Shard shard)
    {
        if (shard.Parts.Count > 0 && shard.Parts.Sum(p => (long)p.Count) != shard.Count)
        {
            throw new JsonException("the counts of its parts do not add up to count");
        }
        if (plan.Kind != JobKind.Sample && (long)shard.First + shard.Count > plan.Inputs)
        {
            throw new JsonException(
                $"it takes inputs {shard.First}..{(long)shard.First + shard.Count - 1} of {plan.Inputs}"
            );
        }
        if (plan.Identified(shard).Id != shard.Id)
        {
            throw new JsonException("its id is not that of its content, so it or its header was altered");
        }
    }

    /// <summary>Ends a plan: as many shards as its header says.</summary>
    private void Close()
    {
        if (_headerLine > 0 && _refused == 0)
        {
            if (_announced >= 0 && _announced != _shards.Count)
            {
                _problems.Add(
                    $"line {_headerLine}: {_announced} shards are announced, {_shards.Count} follow, so lines are missing or were added"
                );
            }
            _plans[^1] = _plans[^1] with { Shards = [.. _shards] };
        }
        _shards.Clear();
    }

    private void Problem(string what) => _problems.Add($"line {_line}: {what}");
}
