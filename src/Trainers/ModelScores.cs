namespace WFrame;

/// <summary>Scores of N images under K components, row-major [N,K].</summary>
/// <param name="Images">N.</param>
/// <param name="Components">K.</param>
/// <param name="Score">Phi - |x|^2 / (2 sigma^2): log-density up to a constant of each component.</param>
/// <param name="Phi">Phi(x; theta) = sum of theta * F(x).</param>
public sealed record ModelScores(int Images, int Components, double[] Score, double[] Phi)
{
    /// <summary>The score of one image under one component.</summary>
    public double ScoreOf(int image, int component) => Score[(image * Components) + component];

    /// <summary>Phi of one image under one component.</summary>
    public double PhiOf(int image, int component) => Phi[(image * Components) + component];
}
