using WFrame.Cli.Options;
using WFrame.Engines;
using WFrame.Trunks;

namespace WFrame.Cli.Verbs;

/// <summary>Engines by --device.</summary>
internal static class Engines
{
    /// <summary>The engine that --device and --threads name; dispose it.</summary>
    public static IEnergyEngine Create(VerbCall call, Trunk trunk)
    {
        var choice = EngineFactory.Create(trunk, Options(call));
        call.Say.Detail($"engine: {choice.Engine.Description}, because {choice.Reason}.");
        return choice.Engine;
    }

    /// <summary>--device and --threads.</summary>
    public static EngineOptions Options(VerbCall call) =>
        new() { Device = call.Text("device") ?? "auto", Threads = call.Int("threads") ?? 0 };

    /// <summary>Finds out before anything else whether the device exists.</summary>
    public static void Probe(Trunk trunk, EngineOptions options) =>
        EngineFactory.Create(trunk, options).Engine.Dispose();
}
