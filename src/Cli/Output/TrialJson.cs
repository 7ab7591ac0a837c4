using WFrame.Learning;

namespace WFrame.Cli.Output;

/// <summary>How new images of a component came out at the end of its training, in the JSON of a result.</summary>
internal static class TrialJson
{
    /// <summary>The best number of steps with its R, then all that were tried; null where nothing was.</summary>
    public static JsonObject? Of(ModelComponent component) =>
        component.Trial is { } trial
            ? new JsonObject
            {
                ["steps"] = trial.Best.Steps,
                ["responseDistance"] = trial.Best.ResponseDistance,
                ["tried"] = new JsonArray([
                    .. trial.Points.Select(p => new JsonObject
                    {
                        ["steps"] = p.Steps,
                        ["responseDistance"] = p.ResponseDistance,
                    }),
                ]),
            }
            : null;
}
