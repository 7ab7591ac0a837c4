namespace WFrame.Cpu.Passes;

/// <summary>The ways through a trunk.</summary>
internal enum Pass
{
    /// <summary>Up, to the responses and the decisions.</summary>
    Responses,

    /// <summary>Up, to the decisions only: a gradient needs no more.</summary>
    Decisions,

    /// <summary>Up, with given decisions: forward mode.</summary>
    Tangent,

    /// <summary>Down, with given decisions.</summary>
    Gradient,
}
