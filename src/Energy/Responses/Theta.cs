namespace WFrame.Responses;

/// <summary>How many numbers theta has.</summary>
public enum ThetaForm
{
    /// <summary>One a filter and position, [1,C,h,w]: objects, faces, scenes (non-stationary).</summary>
    Spatial,

    /// <summary>One a filter, [1,C,1,1]: textures (stationary, Eq. 3 as printed).</summary>
    Filter,
}

/// <summary>
/// The natural parameter of one or more models ("groups"): [K,C,h,w] or [K,C,1,1], row-major. In a batch of N chains
/// (N a multiple of K) chain i belongs to group i / (N/K), so several models advance in one engine call.
/// </summary>
public sealed class Theta
{
    /// <summary>Wraps existing values (all zero when <paramref name="values"/> is null).</summary>
    /// <exception cref="ArgumentException">The array has another length than K * C * h * w (or K * C).</exception>
    public Theta(ThetaForm form, int groups, ResponseShape responses, float[]? values = null)
    {
        (Form, Groups, Responses) = (form, groups, responses);
        GroupLength = form == ThetaForm.Spatial ? responses.Length : responses.Channels;
        Values = values ?? new float[checked(groups * GroupLength)];
        if (Values.Length != groups * GroupLength)
        {
            throw new ArgumentException(
                $"{Values.Length} values given, {groups} x {GroupLength} needed.",
                nameof(values)
            );
        }
    }

    /// <summary>Spatial or filter.</summary>
    public ThetaForm Form { get; }

    /// <summary>Number of models K.</summary>
    public int Groups { get; }

    /// <summary>Shape of F for one image at the size this theta belongs to.</summary>
    public ResponseShape Responses { get; }

    /// <summary>Numbers of one group: C*h*w or C.</summary>
    public int GroupLength { get; }

    /// <summary>All values, [K, ...].</summary>
    public float[] Values { get; }

    /// <summary>The values of one group.</summary>
    public Span<float> Group(int group) => Values.AsSpan(group * GroupLength, GroupLength);

    /// <summary>The group that chain <paramref name="chain"/> of a batch of <paramref name="count"/> belongs to.</summary>
    /// <exception cref="ArgumentException"><paramref name="count"/> is not a multiple of <see cref="Groups"/>.</exception>
    public int GroupOf(int chain, int count) =>
        count % Groups == 0
            ? chain / (count / Groups)
            : throw new ArgumentException($"{count} chains cannot be shared evenly by {Groups} groups of theta.");
}
