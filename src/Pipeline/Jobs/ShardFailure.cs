using WFrame.Files;

namespace WFrame.Jobs;

/// <summary>Why a shard was set aside.</summary>
/// <param name="Shard">Its number when that happened.</param>
/// <param name="Exit">Exit code of the last attempt.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Message">What went wrong the last time.</param>
public sealed record ShardFailure(int Shard, int Exit, int Attempts, string Message)
{
    private const string Schema = "wframe.failure/1";

    internal string ToJson() =>
        new JsonObject
        {
            ["schema"] = Schema,
            ["shard"] = Shard,
            ["exit"] = Exit,
            ["attempts"] = Attempts,
            ["message"] = Message,
        }.ToJsonString() + "\n";

    /// <summary>Of a file that was damaged at least that it is there.</summary>
    internal static ShardFailure? Read(string path)
    {
        try
        {
            using var json = StrictJson.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            return new ShardFailure(
                root.GetProperty("shard").GetInt32(),
                root.GetProperty("exit").GetInt32(),
                root.GetProperty("attempts").GetInt32(),
                root.GetProperty("message").GetString() ?? ""
            );
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return new ShardFailure(-1, 1, 0, $"{path} is damaged.");
        }
        catch (FileNotFoundException)
        {
            // Somebody asked for another try meanwhile, or had success.
            return null;
        }
    }
}
