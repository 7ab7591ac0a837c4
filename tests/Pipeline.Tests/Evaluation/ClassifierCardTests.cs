using WFrame.Evaluation;
using WFrame.Evaluation.Classifiers;
using WFrame.Images;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Evaluation;

public sealed class ClassifierCardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Given_a_card_and_its_model_the_outputs_are_those_of_the_pixels()
    {
        using var classifier = Classifier.Load(TinyClassifier.Write(_folder.Path));
        var image = Plain(8, 8, 30, 60, 90);
        var outputs = FeaturePass.Run(ImageSet.FromImages("image", [image]), classifier);
        Assert.Equal([30f, 60f, 90f], outputs.Features!.Row(0).ToArray());
        for (var c = 0; c < 4; c++)
        {
            var w = TinyClassifier.Weights;
            Assert.Equal((30 * w[0][c]) + (60 * w[1][c]) + (90 * w[2][c]), outputs.Logits!.Row(0)[c], 4);
        }
    }

    [Fact]
    public void Given_the_models_name_its_card_beside_it_is_read()
    {
        var card = TinyClassifier.Write(_folder.Path);
        Assert.Equal("tiny/8", ClassifierCard.Load(Path.ChangeExtension(card, ".onnx")).Protocol);
    }

    [Fact]
    public void Given_channel_order_range_mean_and_scale_the_input_follows_them()
    {
        var path = TinyClassifier.Write(
            _folder.Path,
            card =>
            {
                var input = card["input"]!;
                input["channelOrder"] = "BGR";
                input["range"] = new JsonArray(-1, 1);
                input["mean"] = new JsonArray(0.1, 0.2, 0.3);
                input["scale"] = new JsonArray(2, 3, 4);
                input["meanOrder"] = "RGB";
            }
        );
        using var classifier = Classifier.Load(path);
        var outputs = FeaturePass.Run(ImageSet.FromImages("image", [Plain(8, 8, 0, 255, 51)]), classifier);
        // Network order B, G, R: pixels 51, 255, 0 are -0.6, 1, -1; mean and scale turned round from R, G, B.
        float[] expected = [(-0.6f - 0.3f) * 4, (1 - 0.2f) * 3, (-1 - 0.1f) * 2];
        for (var c = 0; c < 3; c++)
        {
            Assert.Equal(expected[c], outputs.Features!.Row(0)[c], 5);
        }
    }

    [Theory]
    [InlineData("NCHW")]
    [InlineData("NHWC")]
    public void Given_a_layout_pixels_are_laid_out_so(string layout)
    {
        var path = TinyClassifier.Write(_folder.Path, card => Layout(card, layout));
        var preparation = new InputPreparation(ClassifierCard.Load(path).Input);
        var image = new RgbImage(2, 1, [1, 2, 3, 4, 5, 6]);
        var values = new float[6];
        preparation.Fill(image, values);
        Assert.Equal(layout == "NCHW" ? [1f, 4, 2, 5, 3, 6] : [1f, 2, 3, 4, 5, 6], values);
        Assert.Equal(layout == "NCHW" ? [7, 3, 1, 2] : [7L, 1, 2, 3], preparation.Shape(7, image));
    }

    [Theory]
    [InlineData("center-crop-square", 100)]
    [InlineData("stretch", 155)]
    public void Given_a_wide_image_the_card_says_whether_its_sides_count(string fit, int expected)
    {
        // 24 x 8: the middle square is 100, the sides 200 and 165.
        var image = new RgbImage(24, 8);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var x = i / 3 % 24;
            image.Pixels[i] = (byte)(
                x < 8 ? 200
                : x < 16 ? 100
                : 165
            );
        }
        var path = TinyClassifier.Write(
            _folder.Path,
            card =>
            {
                card["input"]!["fit"] = fit;
                card["input"]!["resize"]!["filter"] = "box";
            }
        );
        using var classifier = Classifier.Load(path);
        var features = FeaturePass.Run(ImageSet.FromImages("image", [image]), classifier).Features!;
        Assert.Equal(expected, features.Row(0)[0], 0.7f);
    }

    [Fact]
    public void Given_a_resize_inside_the_graph_images_enter_at_their_own_sizes_in_order()
    {
        using var classifier = Classifier.Load(TinyClassifier.Write(_folder.Path, InGraph));
        var images = new[]
        {
            Plain(5, 9, 1, 2, 3),
            Plain(5, 9, 4, 5, 6),
            Plain(20, 3, 7, 8, 9),
            Plain(5, 9, 10, 11, 12),
        };
        var outputs = FeaturePass.Run(ImageSet.FromImages("image", images), classifier, new() { Threads = 1 });
        Assert.Equal(Enumerable.Range(1, 12).Select(v => (float)v), outputs.Features!.Values.ToArray());
    }

    private static void InGraph(JsonObject card)
    {
        var input = card["input"]!.AsObject();
        (input["shape"], input["fit"]) = (new JsonArray("N", 3, "H", "W"), "none");
        input["resize"] = new JsonObject { ["filter"] = "in-graph" };
        _ = input.Remove("width");
        _ = input.Remove("height");
    }

    private static void Layout(JsonObject card, string layout)
    {
        card["input"]!["layout"] = layout;
        if (layout == "NHWC")
        {
            card["input"]!["shape"] = new JsonArray("N", 8, 8, 3);
        }
    }

    private static RgbImage Plain(int width, int height, byte r, byte g, byte b)
    {
        var image = new RgbImage(width, height);
        for (var i = 0; i < image.Pixels.Length; i += 3)
        {
            (image.Pixels[i], image.Pixels[i + 1], image.Pixels[i + 2]) = (r, g, b);
        }
        return image;
    }
}
