namespace WFrame;

/// <summary>How many numbers theta has at a layer.</summary>
public enum ThetaForm
{
    /// <summary>One a filter and position, [1,C,h,w]: objects, faces, scenes (non-stationary).</summary>
    Spatial,

    /// <summary>One a filter, [1,C,1,1]: textures (stationary, Eq. 3 as printed).</summary>
    Filter,
}
