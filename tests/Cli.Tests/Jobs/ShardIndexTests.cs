using WFrame.Cli.Verbs.Jobs;

namespace WFrame.Cli.Tests.Jobs;

public sealed class ShardIndexTests
{
    [Theory]
    [InlineData("3", "8", "", "", "", null, null, 3, 8)]
    [InlineData("11", "8", "10", "", "", null, null, 1, 8)]
    [InlineData("", "", "", "2", "5", null, null, 2, 5)]
    [InlineData("", "", "", "2", "", null, 4, 2, 4)]
    [InlineData("3", "8", "", "2", "5", 1, 2, 1, 2)]
    public void GivenAnIndex_WhenLookedFor_ThenWhatIsTypedWinsOverTheSchedulers(
        string task,
        string tasks,
        string least,
        string completion,
        string completions,
        int? index,
        int? of,
        int expectedIndex,
        int expectedOf
    ) =>
        Assert.Equal(
            new ShardIndex(expectedIndex, expectedOf),
            ShardIndex.Find(index, of, Variables(task, tasks, least, completion, completions))
        );

    [Theory]
    [InlineData("3", "", "", "", null, null, "SLURM_ARRAY_TASK_ID is set and SLURM_ARRAY_TASK_COUNT is not")]
    [InlineData("", "8", "", "", null, null, "SLURM_ARRAY_TASK_COUNT is set and SLURM_ARRAY_TASK_ID is not")]
    [InlineData("", "", "3", "", null, null, "JOB_COMPLETION_INDEX is set and JOB_COMPLETION_COUNT is not")]
    [InlineData("", "", "", "3", null, null, "JOB_COMPLETION_COUNT is set and JOB_COMPLETION_INDEX is not")]
    [InlineData("", "", "", "", 1, null, "--index is set and --of is not")]
    [InlineData("", "", "", "", null, 2, "--of is set and --index is not")]
    [InlineData("8", "8", "", "", null, null, "an index is 0..7")]
    [InlineData("x", "8", "", "", null, null, "SLURM_ARRAY_TASK_ID x is no whole number")]
    public void GivenHalfAPair_WhenLookedFor_ThenItIsAnError(
        string task,
        string tasks,
        string completion,
        string completions,
        int? index,
        int? of,
        string said
    )
    {
        var refused = Assert.Throws<UsageException>(() =>
            ShardIndex.Find(index, of, Variables(task, tasks, "", completion, completions))
        );

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenNone_WhenLookedFor_ThenThereIsNone() =>
        Assert.Null(ShardIndex.Find(null, null, Variables("", "", "", "", "")));

    [Fact]
    public void GivenAllIndices_WhenTheyShareABatch_ThenEachShardIsOnesOnly() =>
        Assert.Equal(
            Enumerable.Range(0, 23),
            Enumerable.Range(0, 5).SelectMany(i => new ShardIndex(i, 5).Shards(23)).Order()
        );

    private static Func<string, string?> Variables(
        string task,
        string tasks,
        string least,
        string completion,
        string completions
    ) =>
        name =>
            name switch
            {
                "SLURM_ARRAY_TASK_ID" => task,
                "SLURM_ARRAY_TASK_COUNT" => tasks,
                "SLURM_ARRAY_TASK_MIN" => least,
                "JOB_COMPLETION_INDEX" => completion,
                "JOB_COMPLETION_COUNT" => completions,
                _ => null,
            };
}
