using WFrame.Cli.Tests;
using WFrame.Evaluation.Classifiers;
using WFrame.Images.Decoding;
using WFrame.Images.Formats;
using WFrame.Images.Sources;
using WFrame.Runs;
using WFrame.Testing;
using WFrame.Trainers.Tests;
using WFrame.Trunks;
using Xunit.Abstractions;

namespace WFrame.Reliability.Tests.Fuzzing;

/// <summary>Everything that reads what others wrote, fed mutations of it.</summary>
public sealed class FuzzTests(ITestOutputHelper log) : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Fuzzer fuzzer = new(log);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    [InlineData("gif")]
    [InlineData("bmp")]
    [InlineData("webp")]
    [InlineData("tif")]
    public void Given_mutated_images_when_decoded_then_they_are_refused_or_pictures(string format)
    {
        var seeds = Images(format);
        fuzzer.Run(
            format,
            400,
            n => Mutator.WithPngChecksums(n, Mutator.Mutate(n, seeds)),
            bytes =>
            {
                var structure = ImageStructure.Read(bytes, "image", AlphaHandling.White, maxPixels: 1_000_000);
                var image = ImageDecoder.Decode(structure);
                Assert.Equal(3 * image.Width * image.Height, image.Pixels.Length);
            }
        );
    }

    [Fact]
    public void Given_mutated_trunks_when_read_then_they_are_refused_or_trunks()
    {
        var (onnx, _) = SmallTrainings.Trunk.ToBytes();
        fuzzer.Run(
            "trunk",
            1000,
            n => Mutator.Mutate(n, [onnx], "Conv", "Relu", "MaxPool", "AveragePool", "group", "strides", "pads"),
            bytes => _ = Trunk.Read("t.onnx", bytes).Layout(new ImageSize(8, 8), ThetaForm.Spatial).ThetaLength
        );
    }

    [Fact]
    public void Given_mutated_entries_of_a_model_when_loaded_then_it_is_refused_or_a_model()
    {
        ModelZip.Small().Save(folder.At("m.zip"));
        var entries = ModelZip.Entries(folder.At("m.zip"));
        string[] names = [.. entries.Keys.Where(k => k.StartsWith("wframe/", StringComparison.Ordinal))];
        fuzzer.Run(
            "entries of a model",
            300,
            n => [(byte)(n % names.Length), .. Mutator.Mutate(n, [entries[names[n % names.Length]]], Words)],
            bytes =>
            {
                ModelZip.Write(folder.At("f.zip"), entries, names[bytes[0]], bytes[1..]);
                WFrameModel.Load(folder.At("f.zip")).Save(folder.At("again.zip"));
            }
        );
    }

    [Fact]
    public void Given_mutated_model_files_when_loaded_then_they_are_refused_or_models()
    {
        ModelZip.Small().Save(folder.At("m.zip"));
        var seed = File.ReadAllBytes(folder.At("m.zip"));
        fuzzer.Run(
            "model.zip",
            300,
            n => Mutator.Mutate(n, [seed, seed[^2000..]]),
            bytes =>
            {
                File.WriteAllBytes(folder.At("f.zip"), bytes);
                _ = WFrameModel.Load(folder.At("f.zip"));
            }
        );
    }

    [Fact]
    public void Given_mutated_trunk_cards_when_read_then_they_are_refused_or_cards()
    {
        var (onnx, card) = SmallTrainings.Trunk.ToBytes();
        fuzzer.Run("trunk card", 1000, n => Mutator.Mutate(n, [card], Words), bytes => Trunk.Read("t", onnx, bytes));
    }

    [Fact]
    public void Given_mutated_classifier_cards_when_read_then_they_are_refused_or_cards()
    {
        var card = File.ReadAllBytes(
            Path.Combine(Repository.Root, "tests", "Reliability", "Fuzzing", "classifier.json")
        );
        fuzzer.Run(
            "classifier card",
            1000,
            n => Mutator.Mutate(n, [card], Words),
            bytes =>
            {
                File.WriteAllBytes(folder.At("c.json"), bytes);
                _ = ClassifierCard.Load(folder.At("c.json"));
            }
        );
    }

    [Fact]
    public void Given_mutated_histories_when_read_then_they_are_refused_or_histories()
    {
        HistoryFile.Write(folder.At("h.jsonl"), ModelZip.Small().History);
        var seed = File.ReadAllBytes(folder.At("h.jsonl"));
        fuzzer.Run(
            "history.jsonl",
            1000,
            n => Mutator.Mutate(n, [seed], Words),
            bytes =>
            {
                File.WriteAllBytes(folder.At("f.jsonl"), bytes);
                Assert.All(HistoryFile.Read(folder.At("f.jsonl")), Assert.NotNull);
            }
        );
    }

    /// <summary>The image that they name is not there, so every run ends with exit 2 and one sentence.</summary>
    [Fact]
    public void Given_mutated_configs_when_trained_then_exit_2_and_one_sentence()
    {
        byte[][] seeds =
        [
            """{"images": ["/none/a.png"], "steps": 5, "size": "16", "by-class": true, "step-size": 0.1}"""u8.ToArray(),
            """{"schema": "wframe.run/1", "commandOptions": {"images": "/none/a.png", "steps": "5"}}"""u8.ToArray(),
        ];
        fuzzer.Run(
            "--config",
            300,
            n => Mutator.Mutate(n, seeds, Words),
            bytes =>
            {
                File.WriteAllBytes(folder.At("c.json"), bytes);
                _ = Invocation.Run("train", "--config", folder.At("c.json"), "--output", folder.At("run")).Fails(2);
                throw new UsageException("Refused as it ought to be.");
            }
        );
    }

    [Fact]
    public void Given_mutated_patterns_when_expanded_then_they_are_refused_or_name_images()
    {
        foreach (var name in (string[])["a.png", "[b].png", "{c}.png", "d/e.png", "d/f/g.png"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.At(name))!);
            File.WriteAllText(folder.At(name), "");
        }
        byte[][] seeds =
        [
            .. "*.png|**/*.png|[a-z].png|{a,b}.png|?/[!a]*|**|d/**/{g,e}*|[z-a]|[]]|{{a,b},c}|[[:alpha:]]*"
                .Split('|')
                .Select(Encoding.UTF8.GetBytes),
        ];
        fuzzer.Run(
            "globs",
            2000,
            n => Mutator.Mutate(n, seeds, "[", "]", "{", "}", "!", "^", "-", "\\", "**", "/", ",", "\0", "&&", "[^"),
            bytes =>
            {
                var pattern = Encoding.UTF8.GetString(bytes).TrimStart('/');
                // Not above the folder, where there is no end of files.
                if (!pattern.Contains("..", StringComparison.Ordinal))
                {
                    _ = ImageSource.Expand([folder.At(pattern)]);
                }
            }
        );
    }

    [Fact]
    public void Given_mutated_lists_when_expanded_then_they_are_refused_or_name_images()
    {
        File.WriteAllText(folder.At("a.png"), "");
        Directory.CreateDirectory(folder.At("d"));
        File.WriteAllText(folder.At("d", "b.png"), "");
        byte[][] seeds = ["# list\na.png\tcat\r\nd\tdog\n\n./a.png\n"u8.ToArray(), "a.png\n"u8.ToArray()];
        fuzzer.Run(
            "lists",
            2000,
            n => Mutator.Mutate(n, seeds, "\t", "\n", "#", "/", "\r", "\uFEFF"),
            bytes =>
            {
                File.WriteAllBytes(folder.At("l.txt"), bytes);
                // A line "/" or ".." names all files that there are.
                if (
                    !Encoding
                        .UTF8.GetString(bytes)
                        .Split('\n', '\t')
                        .Any(l =>
                            l.Trim('\uFEFF', ' ', '\r').StartsWith('/') || l.Contains("..", StringComparison.Ordinal)
                        )
                )
                {
                    _ = ImageSource.Expand(["@" + folder.At("l.txt")]);
                }
            }
        );
    }

    private static string[] Words =>
        ["null", "\"", "{", "}", "[", "]", ",", ":", "-", "1e999", "\\ud800", "\\u0000", "true", "9999999999"];

    private static byte[][] Images(string format)
    {
        if (format == "tif")
        {
            return [Tiff(1), Tiff(8)];
        }
        var oracle = Path.Combine(Repository.Root, "tests", "oracle");
        return
        [
            .. Directory
                .EnumerateFiles(Path.Combine(oracle, "resample", "sources"), $"*.{format}")
                .Concat(Directory.EnumerateFiles(Path.Combine(oracle, "bad-images", "files"), $"*.{format}"))
                .Where(f => new FileInfo(f).Length is > 0 and < 20_000)
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllBytes),
        ];
    }

    private static byte[] Tiff(int bits)
    {
        using var image = new SixLabors.ImageSharp.Image<SixLabors.ImageSharp.PixelFormats.Rgb24>(19, 13);
        using var memory = new MemoryStream();
        var encoder = new SixLabors.ImageSharp.Formats.Tiff.TiffEncoder
        {
            Compression =
                bits == 1
                    ? SixLabors.ImageSharp.Formats.Tiff.Constants.TiffCompression.None
                    : SixLabors.ImageSharp.Formats.Tiff.Constants.TiffCompression.Lzw,
        };
        SixLabors.ImageSharp.ImageExtensions.SaveAsTiff(image, memory, encoder);
        return memory.ToArray();
    }
}
