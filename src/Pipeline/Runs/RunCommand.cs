using WFrame.Reports;

namespace WFrame.Runs;

/// <summary>A training as a command line, whoever asked for it.</summary>
internal static class RunCommand
{
    /// <summary>Those that train has an option for; the seed is that of the training.</summary>
    private static readonly string[] PixelMembers =
    [
        nameof(PixelOptions.Size),
        nameof(PixelOptions.CropSide),
        nameof(PixelOptions.Crops),
        nameof(PixelOptions.Jitter),
        nameof(PixelOptions.Mirroring),
        nameof(PixelOptions.MaxPixels),
        nameof(PixelOptions.SkipBadImages),
    ];

    /// <summary>The preset nearest to the defaults of the options, which are not those of the command.</summary>
    private const string Preset = "bedroom";

    /// <summary>What a person would type for the same model: the merged options, or what differs from the defaults.</summary>
    public static string Of(TrainingRequest request)
    {
        var echo = request.CommandOptions.Count > 0 ? request.CommandOptions : Differing(request);
        var words = (echo.TryGetValue("images", out var images) ? images.Split('\n') : request.Images).Concat(
            echo.Where(o => o.Key != "images").SelectMany(Words)
        );
        return string.Join(' ', ["wframe", "train", .. words.Select(ShellWord.Of)]);

        static IEnumerable<string> Words(KeyValuePair<string, string> option) =>
            // A switch, or a value that would be taken for an option.
            option.Value
                is "true"
                    or ['-', ..]
                ? [$"--{option.Key}={option.Value}"]
                : [$"--{option.Key}", option.Value];
    }

    /// <summary>The option that sets a member of the options of a training.</summary>
    public static string Option(string member) =>
        member switch
        {
            nameof(WFrameOptions.Beta) => "penalty",
            nameof(WFrameOptions.Initialization) => "init",
            nameof(PixelOptions.CropSide) => "crop",
            _ => string.Concat(
                member.Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? "-" : "")}{char.ToLowerInvariant(c)}" : $"{c}")
            ),
        };

    /// <summary>How a report names the members of the options: as options where a command asked for the run.</summary>
    public static Func<string, string> Names(TrainingRequest request) =>
        request.CommandOptions.Count > 0 ? member => $"--{Option(member)}" : member => member;

    private static Dictionary<string, string> Differing(TrainingRequest request)
    {
        var options = new Dictionary<string, string> { ["preset"] = Preset };
        Add(request.Options, Presets.Options(Preset));
        Add(request.Pixels, new PixelOptions { Size = new ImageSize(64, 64) }, PixelMembers);
        Add(request.Grouping, new ComponentGrouping());
        if (request.Levels != 1)
        {
            options["levels"] = request.Levels == 0 ? "auto" : $"{request.Levels}";
        }
        options["output"] = request.Output;
        return options;

        void Add<T>(T given, T usual, string[]? members = null)
        {
            foreach (var property in typeof(T).GetProperties().Where(p => members?.Contains(p.Name) ?? p.CanWrite))
            {
                var (value, other) = (property.GetValue(given), property.GetValue(usual));
                if (value is not null && !value.Equals(other))
                {
                    var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
                    options[Option(property.Name)] = value is Enum or bool ? text.ToLowerInvariant() : text;
                }
            }
        }
    }
}
