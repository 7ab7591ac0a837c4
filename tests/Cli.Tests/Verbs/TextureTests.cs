using Microsoft.ML.OnnxRuntime;
using WFrame.Images.Sources;
using WFrame.Testing;

namespace WFrame.Cli.Tests.Verbs;

public sealed class TextureTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static string Photograph => Repository.Sample("gravel.png");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_a_photograph_when_a_texture_is_drawn_then_it_has_the_size_and_its_model_draws_the_same()
    {
        var (model, first, again) = (folder.At("gravel.texture"), folder.At("a.png"), folder.At("b.png"));
        string[] size = ["--size", "32x48", "--tile", "x", "--seed", "5"];

        var page = folder.At("gravel.html");
        File.WriteAllText(page, "mine");
        string[] command =
        [
            "texture",
            Photograph,
            "--crop",
            "128",
            "--output",
            first,
            "--model",
            model,
            "--report",
            page,
            .. size,
            "--json",
        ];
        Invocation.Run(command).Fails(2, "--report", "exists");
        // What a killed call has left.
        File.WriteAllText(page, "<p class=\"status\">");

        var made = Invocation.Run(command).Succeeds();
        Invocation.Run(["texture", "--model", model, "--output", again, .. size]).Succeeds();

        Assert.Equal("wframe.texture/1", (string?)made.Json["schema"]);
        Assert.Equal("x", (string?)made.Json["tile"]);
        var report = File.ReadAllText(page);
        Assert.Equal(2, report.Split("src=\"data:image/png").Length - 1);
        Assert.Contains("wframe texture", report, StringComparison.Ordinal);
        Assert.Contains("the error went from", report, StringComparison.Ordinal);
        // A pixel of the photograph of 128 px is as large as one of the picture of 48.
        Assert.Contains("width:100%;max-width:500px", report, StringComparison.Ordinal);
        Assert.Contains("width:37.5%;max-width:187.5px", report, StringComparison.Ordinal);
        Assert.Contains("<tr><th>seed</th><td>5</td></tr>", report, StringComparison.Ordinal);
        Assert.Contains("<tr><th>edges that match</th><td>x</td></tr>", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Being drawn", report, StringComparison.Ordinal);
        Assert.Equal(["a.png", "b.png", "gravel.html", "gravel.texture"], Left());
        var picture = new ImageEntry(first).Decode();
        Assert.Equal((48, 32), (picture.Width, picture.Height));
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(again));

        IEnumerable<string?> Left() => Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order();
    }

    [Fact]
    public void Given_a_texture_that_was_kept_when_scored_inspected_and_exported_then_it_is_a_model_as_any_other()
    {
        var (model, onnx) = (folder.At("gravel.texture"), folder.At("onnx"));
        Invocation
            .Run(
                "texture",
                Photograph,
                "--scale",
                "0.25",
                "--output",
                folder.At("a.png"),
                "--size",
                "32",
                "--model",
                model
            )
            .Succeeds();

        var scores = Invocation
            .Run("score", model, Photograph, Repository.Sample("brick.png"), "--false-alarms", "0.01", "--json")
            .Succeeds();
        var inspected = Invocation.Run("inspect", model, "--json").Succeeds().Json;
        var exported = Invocation.Run("export", model, "--output", onnx, "--json").Succeeds().Json;

        Assert.Equal(["fits", "other"], scores.Json["scores"]!.AsArray().Select(s => (string)s!["verdict"]!));
        Assert.Equal("texture", (string)inspected["kind"]!);
        // Squares of 64 px of the photograph at a quarter of its size.
        Assert.Equal(("64", 256), ((string)inspected["size"]!, (int)inspected["cropSide"]!));
        Assert.Equal(4, inspected["layers"]!.AsArray().Count);
        Assert.Equal("[1,256,1,1]", exported["thetaShape"]!["conv3_3"]!.ToJsonString());
        Assert.True(File.Exists(Path.Combine(onnx, "theta", "texture.conv1_1.npy")));
        using var gradient = new InferenceSession(Path.Combine(onnx, "gradient.onnx"));
        Assert.Contains("theta_conv3_3", gradient.InputMetadata.Keys);
        using var phi = new InferenceSession(Path.Combine(onnx, "phi.onnx"));
        Assert.Equal(["Score", "Phi", "Similarity", "Map"], phi.OutputMetadata.Keys);
        Invocation.Run("sample", model, "--output", folder.At("s")).Fails(2, "wframe texture --model");
        Invocation.Run("score", model, folder.At("a.png")).Fails(2, "32 x 32 pixels, too few for a crop of 256");
        File.WriteAllText(folder.At("old.texture"), "{\"schema\":\"wframe.texture-model/1\"}");
        Invocation.Run("score", folder.At("old.texture"), Photograph).Fails(2, "learn it again from its photograph");
    }

    [Fact]
    public void Given_a_count_when_textures_are_drawn_then_the_folder_holds_different_ones()
    {
        var output = folder.At("more");

        Invocation
            .Run("texture", Photograph, "--scale", "0.125", "--output", output, "--size", "32", "--count", "2")
            .Succeeds();

        var (first, second) = (Path.Combine(output, "00.png"), Path.Combine(output, "01.png"));
        Assert.NotEqual(File.ReadAllBytes(first), File.ReadAllBytes(second));
        Assert.True(File.Exists(Path.Combine(output, "texture.json")));
        Invocation.Run("texture", Photograph, "--output", output, "--size", "32").Fails(2, "--output", "not empty");
    }

    [Fact]
    public void Given_a_killed_call_when_it_is_given_again_then_it_goes_on_and_only_the_picture_and_the_model_are_left()
    {
        string[] command =
        [
            "texture",
            Photograph,
            "--crop",
            "128",
            "--size",
            "96",
            "--model",
            folder.At("gravel.texture"),
            "--verbosity",
            "diagnostic",
        ];
        Invocation.Run([.. command, "--output", folder.At("whole.png"), "--threads", "2"]).Succeeds();

        var killed = RealProcess.Interrupt("-KILL", "drawing 20/", [.. command, "--output", folder.At("parts.png")]);
        var left = Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order();
        var again = Invocation.Run([.. command, "--output", folder.At("parts.png"), "--threads", "1"]).Succeeds();

        Assert.Equal(137, killed.Code);
        Assert.Equal(["gravel.texture", "parts.png.unfinished", "whole.png"], left);
        Assert.DoesNotContain("drawing 1/", again.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(folder.At("whole.png")), File.ReadAllBytes(folder.At("parts.png")));
        Assert.Equal(3, Directory.GetFileSystemEntries(folder.Path).Length);
        Invocation
            .Run([.. command[..^2], "--output", folder.At("x.png"), "--scale", "0.5"])
            .Fails(2, "--model", "another texture");
    }

    [Fact]
    public void Given_several_pictures_when_killed_and_given_again_then_those_that_were_drawn_are_not_drawn_again()
    {
        string[] command =
        [
            "texture",
            Photograph,
            "--crop",
            "96",
            "--size",
            "48",
            "--count",
            "3",
            "--verbosity",
            "diagnostic",
        ];
        Invocation.Run([.. command, "--output", folder.At("whole")]).Succeeds();
        var parts = folder.At("parts");

        _ = RealProcess.Interrupt("-KILL", "drawing 2 of 3 20/", [.. command, "--output", parts]);
        Assert.False(File.Exists(Path.Combine(parts, "00.png")));
        var again = Invocation.Run([.. command, "--output", parts]).Succeeds();

        Assert.DoesNotContain("drawing 1 of 3 5/", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("drawing 2 of 3 1/", again.Error, StringComparison.Ordinal);
        Assert.Contains("drawing 3 of 3 1/", again.Error, StringComparison.Ordinal);
        string[] pictures = ["00.png", "01.png", "02.png"];
        Assert.All(
            pictures,
            p => Assert.Equal(File.ReadAllBytes(folder.At("whole", p)), File.ReadAllBytes(folder.At("parts", p)))
        );
        Assert.Equal(Errors("whole"), Errors("parts"));
        Assert.False(Directory.Exists(Path.Combine(parts, "unfinished")));

        string Errors(string name) =>
            JsonNode.Parse(File.ReadAllText(folder.At(name, "texture.json")))!["errors"]!.ToJsonString();
    }

    [Theory]
    [InlineData("PHOTO is missing", "--output", "x.png")]
    [InlineData("--size 8 is not allowed", "PHOTO", "--output", "x.png", "--size", "8")]
    [InlineData("--size big is no size", "PHOTO", "--output", "x.png", "--size", "big")]
    [InlineData("--tile z is unknown; choose one of none, x, y, xy", "PHOTO", "--output", "x.png", "--tile", "z")]
    [InlineData("--scale 2 is not allowed", "PHOTO", "--output", "x.png", "--scale", "2")]
    [InlineData("too few for a crop of 4000", "PHOTO", "--output", "x.png", "--crop", "4000")]
    [InlineData("16 x 16 pixels, too few to learn", "PHOTO", "--output", "x.png", "--crop", "16")]
    [InlineData("give a folder", "PHOTO", "--output", "x.png", "--count", "2")]
    [InlineData("no.texture does not exist", "--output", "x.png", "--model", "no.texture")]
    [InlineData("leave them out where --model", "--output", "x.png", "--model", "no.texture", "--crop", "99")]
    public void Given_what_cannot_be_met_when_asked_then_one_sentence_says_so(
        string expected,
        params string[] arguments
    )
    {
        string[] located =
        [
            .. arguments.Select(a =>
                a == "PHOTO" ? Photograph
                : a.Contains('.', StringComparison.Ordinal) ? folder.At(a)
                : a
            ),
        ];
        Invocation.Run(["texture", .. located]).Fails(2, expected);
        Assert.False(File.Exists(folder.At("x.png")));
    }
}
