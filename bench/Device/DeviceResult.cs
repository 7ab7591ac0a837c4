namespace WFrame.Bench.Device;

/// <summary>One run of the device check, as it is written to JSON.</summary>
internal sealed record DeviceResult
{
    public string Schema => "wframe.device-check/1";

    /// <summary>UTC, to the minute.</summary>
    public required DateTime Date { get; init; }

    /// <summary>What was asked for: cuda, cuda:N or ort-cpu.</summary>
    public required string Device { get; init; }

    /// <summary>Card, driver, libraries, processor, versions: name to value.</summary>
    public required IReadOnlyDictionary<string, string> Machine { get; init; }

    public required IReadOnlyList<OracleResult> Oracle { get; init; }

    /// <summary>Device against the CPU engine and against itself.</summary>
    public required IReadOnlyDictionary<string, string> Agreement { get; init; }

    public required IReadOnlyList<RateResult> Rates { get; init; }

    /// <summary>Where the time of steps goes, size by size.</summary>
    public IReadOnlyList<ProfileResult> Profiles { get; init; } = [];

    /// <summary>What was not measured, and why; a sentence each.</summary>
    public required IReadOnlyList<string> Left { get; init; }

    /// <summary>Seconds that all of it took.</summary>
    public required double Seconds { get; init; }
}

/// <summary>A reference case on the device.</summary>
/// <param name="Case">Its name.</param>
/// <param name="Share">The largest error as a share of its tolerance; null where it failed.</param>
/// <param name="Failure">What was over its tolerance or went wrong.</param>
internal sealed record OracleResult(string Case, double? Share, string? Failure);

/// <summary>Langevin steps of a number of models of nine chains.</summary>
/// <param name="Pixels">Side of the images.</param>
/// <param name="Models">Models, each with its theta.</param>
/// <param name="Engine">device, device-tf32, cpu, torch-eager or torch-compile.</param>
/// <param name="StepsPerSecond">Steps a second of all models together, the median of the calls; null where none was measured.</param>
/// <param name="Note">Why not, or what was special.</param>
internal sealed record RateResult(int Pixels, int Models, string Engine, double? StepsPerSecond, string? Note);

/// <summary>Where the time of steps goes, of a number of models of nine chains.</summary>
/// <param name="Pixels">Side of the images.</param>
/// <param name="Models">Models, each with its theta.</param>
/// <param name="Runs">Steps that were counted.</param>
/// <param name="Kernels">Time inside kernels as a share of the wall time of the steps, noise included.</param>
/// <param name="Runtime">Time inside ONNX Runtime, likewise; what is left is noise and copies.</param>
/// <param name="Clock">Whose events were added up.</param>
/// <param name="Operators">The operators that take most, as shares of the wall time.</param>
internal sealed record ProfileResult(
    int Pixels,
    int Models,
    int Runs,
    double Kernels,
    double Runtime,
    string Clock,
    IReadOnlyDictionary<string, double> Operators
);
