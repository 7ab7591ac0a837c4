namespace WFrame.Cpu.Passes;

/// <summary>The ways through a trunk.</summary>
internal enum Pass
{
    /// <summary>Forward, to the responses and the decisions.</summary>
    Responses,

    /// <summary>Forward, to the decisions only: a gradient needs no more.</summary>
    Decisions,

    /// <summary>Forward mode: tangents, with given decisions.</summary>
    Tangent,

    /// <summary>Backward, with given decisions.</summary>
    Gradient,
}
