using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace WFrame.Bench;

/// <summary>
/// All benchmarks in this process: on a machine whose speed drifts, ratios of what runs close together are what can be trusted.
/// </summary>
internal sealed class OneProcess : ManualConfig
{
    public OneProcess() =>
        AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(4).WithIterationCount(15));
}
