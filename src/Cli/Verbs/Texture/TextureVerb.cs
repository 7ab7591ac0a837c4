using WFrame.Cli.Consoles;
using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Files;
using WFrame.Images.Writing;
using WFrame.Textures;
using WFrame.Trunks;

namespace WFrame.Cli.Verbs.Texture;

/// <summary>wframe texture: photographs of a material, or its model, to new pictures of any size.</summary>
internal static class TextureVerb
{
    private const string Marker = "texture.json";

    private static readonly Setting<string> Output = CommonOptions.Output(
        "FILE.png|DIR",
        "Picture to write, or the folder of several."
    );

    private static readonly Setting<int> Count = Setting.Whole(
        "count",
        "K",
        "Pictures, 1 or more; of more than one --output is a folder.",
        "1",
        least: 1
    );

    private static readonly Setting<int> Crop = Setting.Whole(
        "crop",
        "PX",
        "Side of a centred square that is cut out of each photograph first.",
        "none",
        least: 1
    );

    private static readonly Setting<double> Scale = Setting.Number(
        "scale",
        "F",
        "Shrinks the photographs by this factor, above 0, at most 1, before anything is learned.",
        "as much as brings the shorter side to 512 px"
    );

    private static readonly Setting<string> Model = Setting.Text(
        "model",
        "FILE",
        "With PHOTO: the model is kept there, for more pictures and for wframe score. Without: pictures are drawn from it.",
        "none"
    );

    private static readonly Setting<Trunk> Trunk = new(
        "trunk",
        "FILE",
        "Frozen trunk of VGG form, conv1_1..conv3_3, with its card beside it.",
        "VGG-16 conv1_1..conv3_3; a platform's package has none",
        (option, file) => WFrame.Trunks.Trunk.Load(InputFiles.Existing(file, option))
    );

    private static readonly Setting<string> Report = Setting.Text(
        "report",
        "FILE.html",
        "Page of photographs, pictures and the error's curve, written while it is drawn.",
        "none"
    );

    private static readonly Setting<bool> Overwrite = CommonOptions.Overwrite("--output, --model and --report");

    public static Verb Verb { get; } =
        new(
            "texture",
            "Learns a texture from photographs of a material and draws it anew: any size, seamless.",
            Run,
            Output,
            new Setting<ImageSize>(
                "size",
                "PX",
                "Size, a number of pixels or HEIGHTxWIDTH.",
                "512",
                (option, text) => ImageSizes.ParseAny(text, option)
            ),
            Setting.Choice<Tiling>(
                "tile",
                "AXES",
                "Edges that match when copies lie side by side: xy, x, y or none.",
                "xy"
            ),
            Count,
            Setting.Number(
                "beta",
                "BETA",
                "Weight of wFRAME's penalty on the energy's gradient, 0 or more; 0.01 to 0.3 act, too much and nothing is learned.",
                "0"
            ),
            Setting.Seed("Seed of the noise, 0..2^64-1."),
            Scale,
            Crop,
            Model,
            Report,
            Trunk,
            CommonOptions.Device,
            CommonOptions.Threads,
            CommonOptions.Tf32,
            Overwrite
        )
        {
            Positional = Verb.Takes(
                "PHOTO",
                "Photographs of one material: files, folders, globs, @list.txt.",
                many: true
            ),
            PositionalIsOptional = true,
            Examples =
            [
                "wframe texture samples/brick.png --output wall.png",
                "wframe texture samples/grass.png --output lawn --size 256x512 --tile x --count 4 --model grass.texture",
                "wframe texture --model grass.texture --output more.png --size 1024 --seed 7",
            ],
        };

    private static int Run(VerbCall call)
    {
        var start = call.Terminal.Clock.GetTimestamp();
        var (output, count) = (call.Get(Output), call.Value(Count) ?? 1);
        var isFile = output.EndsWith(".png", StringComparison.OrdinalIgnoreCase);
        if (isFile && count > 1)
        {
            throw new UsageException($"--output {output} is one picture, --count asks for {count}; give a folder.");
        }
        using var folder = isFile ? null : new OutputFolder(output, Marker, call.Get(Overwrite));
        if (isFile)
        {
            Outputs.CheckFile(output, call.Get(Overwrite));
        }
        var options = call.Bind(new TextureOptions());
        var engine = call.Engine;
        var kept = TextureSource.Kept(call, Trunk, Model, Crop, Scale);
        var trunk = kept?.Trunk ?? (call.Has(Trunk) ? call.Get(Trunk) : TextureTrunk.Load());
        var report = ReportOf(call, trunk, options, engine);
        var texture =
            kept
            ?? TextureSource.Learn(
                call,
                trunk,
                engine,
                Model,
                Crop,
                Scale,
                call.Get(Overwrite),
                photograph => report?.Photograph(photograph)
            );
        var result = new JsonObject
        {
            ["schema"] = "wframe.texture/1",
            ["output"] = folder?.FullPath ?? Path.GetFullPath(output),
            ["model"] = call.Text(Model) is { } model ? Path.GetFullPath(model) : null,
            ["report"] = call.Text(Report) is { } page ? Path.GetFullPath(page) : null,
            ["count"] = count,
            ["size"] = $"{options.Size}",
            ["tile"] = options.Tile.ToString().ToLowerInvariant(),
            ["seed"] = options.Seed,
        };
        using var running = call.CreateEngine(texture.Trunk);
        var pictures = new TexturePictures(texture, running, options, engine.Device, call.Terminal.Clock);
        var errors = new JsonArray();
        try
        {
            if (folder is null)
            {
                Show(0, progress => pictures.Write(output, progress, call.Cancellation));
                report?.Picture(0, (double)errors[0]!, File.ReadAllBytes(output));
                Finish();
            }
            else
            {
                folder.Write(path =>
                {
                    for (var i = 0; i < count; i++)
                    {
                        var (picture, state) = (
                            Path.Combine(path, PngWriter.FileName(i, count)),
                            pictures.Unfinished(i)
                        );
                        var unfinished = (folder.Claim(state), folder.Claim(state + ".done"));
                        Show(i, progress => pictures.Write(i, picture, unfinished, progress, call.Cancellation));
                        report?.Picture(i, (double)errors[i]!, File.ReadAllBytes(picture));
                    }
                    Finish();
                    AtomicFile.WriteText(Path.Combine(path, Marker), result.ToJsonString() + "\n");
                });
            }
        }
        catch (OperationCanceledException e)
        {
            throw new InterruptedException(
                $"interrupted; what is drawn is kept beside --output {output}, and the same command goes on.",
                e
            );
        }
        return call.Done(result);

        void Finish()
        {
            report?.Finish();
            result["errors"] = errors;
            result["seconds"] = Math.Round(call.Terminal.Clock.GetElapsedTime(start).TotalSeconds, 3);
        }

        void Show(int index, Func<IProgress<TextureProgress>, double> draw) =>
            errors.Add(
                Math.Round(
                    call.Say.Progress.Run(
                        count == 1 ? "drawing" : $"drawing {index + 1} of {count}",
                        show =>
                            draw(
                                new Reporter<TextureProgress>(p =>
                                {
                                    report?.Add(p);
                                    show(new Stage("", p.Iteration, p.Iterations) { Note = Note(p) });
                                })
                            )
                    ),
                    5
                )
            );
    }

    private static TextureReport? ReportOf(
        VerbCall call,
        WFrame.Trunks.Trunk trunk,
        TextureOptions options,
        EngineOptions engine
    )
    {
        if (call.Text(Report) is not { } path)
        {
            return null;
        }
        // That of a call that was killed is ours to go on with.
        Outputs.CheckFile(path, call.Get(Overwrite) || TextureReport.IsUnfinished(path), "--report");
        return new(
            path,
            call.CommandLine,
            [.. Settings(call, trunk, options, engine)],
            trunk.Mean,
            call.Terminal.Clock
        );
    }

    private static IEnumerable<(string Name, string Value)> Settings(
        VerbCall call,
        WFrame.Trunks.Trunk trunk,
        TextureOptions options,
        EngineOptions engine
    )
    {
        string Text(object value) => string.Create(CultureInfo.InvariantCulture, $"{value}");
        string Given(ISetting setting, object? value) => value is null ? setting.Default ?? "" : Text(value);
        yield return ("photographs", call.Arguments.Count == 0 ? "of the model" : string.Join(", ", call.Arguments));
        yield return ("size", $"{options.Size} px");
        yield return ("edges that match", options.Tile.ToString().ToLowerInvariant());
        yield return ("pictures", Given(Count, call.Value(Count)));
        yield return ("seed", Text(options.Seed));
        yield return ("beta", Text(options.Beta));
        yield return ("photographs shrunk by", Given(Scale, call.Value(Scale)));
        yield return ("square cut out first, px", Given(Crop, call.Value(Crop)));
        yield return ("model", Given(Model, call.Text(Model)));
        yield return ("trunk", trunk.Name);
        yield return ("device", engine.Device);
    }

    private static string Note(TextureProgress progress) =>
        string.Create(CultureInfo.InvariantCulture, $"{progress.Size} px, error {progress.Error:0.0000}");
}
