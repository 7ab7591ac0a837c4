namespace WFrame.Architecture.Tests;

public sealed class RoomTests
{
    [Fact]
    public void GivenTheFoldersWithCode_WhenComparedWithTheTable_ThenEachIsARoomWithOneRow()
    {
        var folders = Checkout.CodeFiles("src", "eval/Experiments").Select(Checkout.FolderOf).Distinct();

        Assert.Equal(
            folders.Order(StringComparer.Ordinal),
            Room.Listed().Select(r => r.Folder).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void GivenTheUsings_WhenComparedWithTheTable_ThenARoomKnowsWhatItsRowSaysAndNothingElse()
    {
        string[] wrong =
        [
            .. Room.Listed()
                .Where(room => room.Knows != Room.Known(room.Folder))
                .Select(room => $"{room.Folder} knows {Room.Known(room.Folder)}; its row says {room.Knows}"),
        ];

        // Not Assert.Empty: it would cut the rows that are wanted.
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("src/Energy", "Learning|ModelFile|MLNet|Images|Metrics|Evaluation|Runs|Cli")]
    [InlineData("src/Trainers", "Images|Metrics|Evaluation|Runs|Cli")]
    [InlineData("src/Pipeline", "Cli")]
    [InlineData("src/Pipeline/Metrics", "Runs|Evaluation|Images|MLNet|Learning")]
    [InlineData("src/Pipeline/Images", "Runs|Evaluation|Metrics|Learning")]
    public void GivenRooms_WhenTheyKnowOthers_ThenOnlyThoseOnTheirSideOfTheArrow(string below, string forbidden)
    {
        var rooms = Room.Listed().Where(room => $"{room.Folder}/".StartsWith($"{below}/", StringComparison.Ordinal));
        var known = rooms.SelectMany(room => Room.Known(room.Folder).Split(", ")).Select(name => name.Split('.')[0]);

        Assert.Empty(known.Intersect(forbidden.Split('|')));
    }
}
