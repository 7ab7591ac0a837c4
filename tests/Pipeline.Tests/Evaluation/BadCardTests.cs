using Google.Protobuf;
using WFrame.Evaluation.Classifiers;
using WFrame.Graphs;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Evaluation;

public sealed class BadCardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Required =>
        [
            "schema",
            "protocol",
            "name",
            "file",
            "sha256",
            "input",
            "outputs",
            "input.name",
            "input.type",
            "input.layout",
            "input.shape",
            "input.channelOrder",
            "input.range",
            "input.mean",
            "input.scale",
            "input.width",
            "input.height",
            "input.fit",
            "input.resize",
            "input.resize.filter",
            "input.resize.antialias",
            "outputs.logits.name",
            "outputs.logits.shape",
            "outputs.features.name",
            "outputs.features.shape",
        ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Given_weights_in_another_file_the_sentence_says_so_and_what_to_do()
    {
        var card = TinyClassifier.Write(_folder.Path);
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder.At("tiny.onnx")));
        var tensor = model.Graph.Initializer[0];
        tensor.RawData = ByteString.Empty;
        tensor.DataLocation = 1;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "../weights.bin" });
        File.WriteAllBytes(_folder.At("tiny.onnx"), model.ToByteArray());
        var changed = JsonNode.Parse(File.ReadAllText(card))!.AsObject();
        changed["sha256"] = Convert.ToHexStringLower(SHA256.HashData(model.ToByteArray()));
        File.WriteAllText(card, changed.ToJsonString());

        var refused = Assert.Throws<InvalidContentException>(() => Classifier.Load(card));

        Assert.Contains("as external data in ../weights.bin", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Required))]
    public void Given_a_card_without_a_field_the_field_is_named(string field)
    {
        var message = Refused(card => _ = Parent(card, field).Remove(field.Split('.')[^1]));
        Assert.Contains($"field {field} is missing", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schema", "\"wframe.classifier-card/2\"", "wframe.classifier-card/1")]
    [InlineData("protocol", "\"\"", "text")]
    [InlineData("protocol", "7", "text")]
    [InlineData("file", "\"../tiny.onnx\"", "beside the card")]
    [InlineData("sha256", "\"abc\"", "64 lower-case")]
    [InlineData("input", "[]", "an object")]
    [InlineData("input.type", "\"uint8\"", "float32")]
    [InlineData("input.layout", "\"CHWN\"", "NHWC")]
    [InlineData("input.shape", "[1, 3, 8]", "4 sizes")]
    [InlineData("input.shape", "[\"N\", 1, 8, 8]", "3 channels")]
    [InlineData("input.shape", "[\"N\", 3, 9, 8]", "height 8")]
    [InlineData("input.shape", "[\"N\", 3, -8, 8]", "at least 1")]
    [InlineData("input.channelOrder", "\"GRB\"", "BGR")]
    [InlineData("input.range", "[255, 0]", "low below high")]
    [InlineData("input.range", "[0, \"255\"]", "2 finite numbers")]
    [InlineData("input.mean", "[1, 2]", "3 finite numbers")]
    [InlineData("input.mean", "[1, 2, 1e99]", "3 finite numbers")]
    [InlineData("input.scale", "[1, 0, 1]", "other than 0")]
    [InlineData("input.meanOrder", "\"RBG\"", "RGB")]
    [InlineData("input.formula", "\"pixel / scale\"", "(pixel - mean) * scale")]
    [InlineData("input.width", "0", "1 to 65535")]
    [InlineData("input.fit", "\"pad\"", "stretch")]
    [InlineData("input.resize.filter", "\"nearest\"", "lanczos")]
    [InlineData("input.resize.filter", "\"in-graph\"", "any height and width")]
    [InlineData("input.resize.antialias", "false", "in-graph")]
    [InlineData("input.resize.coefficient", "-0.75", "-0.5")]
    [InlineData("outputs", "{}", "logits, features or both")]
    [InlineData("outputs.logits.shape", "[\"N\", \"K\"]", "fixed number")]
    public void Given_a_wrong_value_the_field_the_value_and_what_is_allowed_are_named(
        string field,
        string json,
        string allowed
    )
    {
        var message = Refused(card => Parent(card, field)[field.Split('.')[^1]] = JsonNode.Parse(json));
        Assert.Contains($"field {string.Join('.', field.Split('.')[..1])}", message, StringComparison.Ordinal);
        Assert.Contains(allowed, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_another_model_file_both_hashes_are_named()
    {
        var path = TinyClassifier.Write(_folder.Path);
        File.AppendAllText(_folder.At("tiny.onnx"), "x");
        var message = Assert.Throws<InvalidContentException>(() => Classifier.Load(path)).Message;
        Assert.Contains("sha256", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outputs.logits.name", "\"softmax\"", "output softmax, the classifier has logits, features")]
    [InlineData("outputs.logits.shape", "[\"N\", 1000]", "logits is Single [?,4], its card says Single [?,1000]")]
    [InlineData("outputs.features.shape", "[\"N\", 2]", "features is Single [?,3]")]
    [InlineData("input.name", "\"image\"", "input image, the classifier has data")]
    public void Given_a_classifier_that_does_not_match_its_card_the_difference_is_named(
        string field,
        string json,
        string part
    )
    {
        var path = TinyClassifier.Write(
            _folder.Path,
            c => Parent(c, field)[field.Split('.')[^1]] = JsonNode.Parse(json)
        );
        var message = Assert.Throws<InvalidContentException>(() => Classifier.Load(path)).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_probabilities_where_the_card_says_logits_then_refused_by_the_output_name()
    {
        var path = TinyClassifier.Write(
            _folder.Path,
            card => card["outputs"]!["logits"]!["name"] = "probabilities",
            softmax: true
        );
        var message = Assert.Throws<InvalidContentException>(() => Classifier.Load(path)).Message;
        Assert.Contains("output probabilities gives probabilities", message, StringComparison.Ordinal);
        Assert.EndsWith("name the output before the softmax.", message, StringComparison.Ordinal);
        Classifier.Load(TinyClassifier.Write(_folder.Path, softmax: true)).Dispose();
    }

    [Fact]
    public void Given_a_file_that_is_no_model_ONNX_Runtimes_reason_is_given()
    {
        var path = TinyClassifier.Write(_folder.Path);
        File.WriteAllText(_folder.At("tiny.onnx"), "no model");
        var card = JsonNode.Parse(File.ReadAllText(path))!;
        card["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("no model"u8));
        File.WriteAllText(path, card.ToJsonString());
        var message = Assert.Throws<InvalidContentException>(() => Classifier.Load(path)).Message;
        Assert.Contains("ONNX Runtime cannot use", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_no_card_no_model_or_no_JSON_each_is_said()
    {
        var path = TinyClassifier.Write(_folder.Path);
        string Message(string file) => Assert.Throws<InvalidContentException>(() => Classifier.Load(file)).Message;
        Assert.Contains("does not exist", Message(_folder.At("other.json")), StringComparison.Ordinal);
        File.Move(_folder.At("tiny.onnx"), _folder.At("other.onnx"));
        Assert.Contains("tiny.onnx", Message(path), StringComparison.Ordinal);
        Assert.Contains("write one", Message(_folder.At("other.onnx")), StringComparison.Ordinal);
        File.WriteAllText(path, "{ \"schema\": ");
        Assert.Contains("no valid JSON", Message(path), StringComparison.Ordinal);
    }

    private string Refused(Action<JsonObject> edit)
    {
        var path = TinyClassifier.Write(_folder.Path, edit);
        var message = Assert.Throws<InvalidContentException>(() => ClassifierCard.Load(path)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
        return message;
    }

    private static JsonObject Parent(JsonObject card, string field)
    {
        JsonNode node = card;
        foreach (var name in field.Split('.')[..^1])
        {
            node = node[name]!;
        }
        return node.AsObject();
    }
}
