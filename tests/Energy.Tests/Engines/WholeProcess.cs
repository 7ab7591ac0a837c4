namespace WFrame.Energy.Tests.Engines;

/// <summary>Tests that measure the whole process and therefore run alone.</summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;
