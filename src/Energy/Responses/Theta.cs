namespace WFrame.Responses;

/// <summary>
/// The natural parameter of one or more models ("groups"): for each group [C,h,w] or [C,1,1] of every tap of the layout.
/// In a batch of N chains (N a multiple of K) chain i belongs to group i / (N/K), so several models advance in one call.
/// </summary>
public sealed class Theta
{
    /// <summary>Wraps existing values (all zero when <paramref name="values"/> is null).</summary>
    /// <param name="layout">The taps it weighs.</param>
    /// <param name="groups">Number of models K.</param>
    /// <param name="values">[K, ThetaLength of the layout].</param>
    /// <exception cref="ArgumentException">The array has another length.</exception>
    public Theta(ResponseLayout layout, int groups, float[]? values = null)
    {
        (Layout, Groups) = (layout, groups);
        Values = values ?? new float[checked(groups * layout.ThetaLength)];
        if (Values.Length != groups * layout.ThetaLength)
        {
            throw new ArgumentException(
                $"{Values.Length} values given, {groups} x {layout.ThetaLength} needed.",
                nameof(values)
            );
        }
    }

    /// <summary>The taps that it weighs, at the image size it belongs to.</summary>
    public ResponseLayout Layout { get; }

    /// <summary>Number of models K.</summary>
    public int Groups { get; }

    /// <summary>All values, [K, ThetaLength of the layout].</summary>
    public float[] Values { get; }

    /// <summary>The values of one group.</summary>
    public Span<float> Group(int group) => Values.AsSpan(group * Layout.ThetaLength, Layout.ThetaLength);

    /// <summary>The group that chain <paramref name="chain"/> of a batch of <paramref name="count"/> belongs to.</summary>
    /// <exception cref="ArgumentException"><paramref name="count"/> is not a multiple of <see cref="Groups"/>.</exception>
    public int GroupOf(int chain, int count) =>
        count % Groups == 0
            ? chain / (count / Groups)
            : throw new ArgumentException($"{count} chains cannot be shared evenly by {Groups} groups of theta.");
}
