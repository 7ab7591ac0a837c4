using WFrame.Cli.Tests;
using WFrame.Evaluation.Classifiers;
using WFrame.Runs;
using WFrame.Testing;
using WFrame.Trainers.Tests;
using WFrame.Trunks;

namespace WFrame.Reliability.Tests.Fuzzing;

/// <summary>Every JSON file that is read, with every member damaged in every way: documented exceptions only.</summary>
public sealed class DamagedJsonTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_a_damaged_trunk_card_when_the_trunk_is_read_then_it_is_refused_or_read()
    {
        var (onnx, card) = SmallTrainings.Trunk.ToBytes();
        Try(
            Encoding.UTF8.GetString(card),
            (what, bytes) => Refuses(what, () => Trunk.Read("t.onnx", onnx, bytes).ToBytes())
        );
    }

    [Fact]
    public void Given_a_damaged_classifier_card_when_it_is_read_then_it_is_refused_or_read()
    {
        var card = File.ReadAllText(
            Path.Combine(Repository.Root, "tests", "Reliability", "Fuzzing", "classifier.json")
        );
        File.WriteAllText(folder.At("tiny.onnx"), "no model");
        Try(
            card,
            (what, bytes) =>
            {
                File.WriteAllBytes(folder.At("tiny.json"), bytes);
                _ = Refuses(what, () => ClassifierCard.Load(folder.At("tiny.json")));
                return Refuses(what, () => ClassifierCard.Load(folder.At("tiny.onnx")));
            }
        );
    }

    [Theory]
    [InlineData("wframe/model.json")]
    [InlineData("wframe/checksums.json")]
    public void Given_a_damaged_description_when_the_model_is_loaded_then_it_is_refused_or_whole(string entry)
    {
        ModelZip.Small().Save(folder.At("m.zip"));
        var entries = ModelZip.Entries(folder.At("m.zip"));
        Try(
            Encoding.UTF8.GetString(entries[entry]),
            (what, bytes) =>
            {
                ModelZip.Write(folder.At("d.zip"), entries, entry, bytes);
                return Refuses(
                    what,
                    () =>
                    {
                        var model = WFrameModel.Load(folder.At("d.zip"));
                        model.Save(folder.At("again.zip"));
                        Assert.All(model.Components, c => Assert.NotNull(c.Name));
                        Assert.All(model.History, Assert.NotNull);
                    }
                );
            }
        );
    }

    [Theory]
    [InlineData(
        """{"images": ["/none/a.png"], "steps": 5, "size": "16", "seed": 3, "by-class": true, "step-size": 0.1, "theta": "filter"}"""
    )]
    [InlineData(
        """{"schema": "wframe.run/1", "commandOptions": {"images": "/none/a.png", "steps": "5", "device": "cpu"}, "options": {}}"""
    )]
    public void Given_a_damaged_config_when_trained_then_exit_2_and_one_sentence(string config) =>
        Try(
            config,
            (what, bytes) =>
            {
                File.WriteAllBytes(folder.At("config.json"), bytes);
                // The image named is not there: whatever else is right, the run ends with exit 2.
                var run = Invocation.Run("train", "--config", folder.At("config.json"), "--output", folder.At("run"));
                Assert.True(run.Code == 2, $"{what}: exit {run.Code} {run.Error}");
                _ = run.Fails(2);
                return true;
            }
        );

    [Fact]
    public void Given_a_damaged_history_when_it_is_read_then_it_is_refused_or_whole()
    {
        HistoryFile.Write(folder.At("history.jsonl"), [ModelZip.Small().History[0]]);
        Try(
            File.ReadAllText(folder.At("history.jsonl")).Trim(),
            (what, bytes) =>
            {
                File.WriteAllBytes(folder.At("d.jsonl"), bytes);
                return Refuses(
                    what,
                    () =>
                        Assert.All(
                            HistoryFile.Read(folder.At("d.jsonl")),
                            r =>
                            {
                                Assert.NotNull(r);
                                Assert.NotNull(r.Component);
                            }
                        )
                );
            }
        );
    }

    private static bool Refuses(string what, Action read) => Documented.Refuses(what, read);

    /// <summary>Some are refused, or nothing was tried; all failures are told together.</summary>
    private static void Try(string json, Func<string, byte[], bool> refuses)
    {
        var (refused, failures) = (0, new List<string>());
        foreach (var (what, bytes) in JsonMutations.Of(json))
        {
            try
            {
                refused += refuses(what, bytes) ? 1 : 0;
            }
            catch (Xunit.Sdk.XunitException failure)
            {
                failures.Add($"{what}: {failure.Message[..Math.Min(failure.Message.Length, 400)]}");
            }
        }
        Assert.True(failures.Count == 0, $"{failures.Count}: {string.Join("\n\n", failures.Take(40))}");
        Assert.True(refused > 20);
    }
}
