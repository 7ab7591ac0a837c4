namespace WFrame.Cli.Verbs.Score;

/// <summary>The score of one image under one component; the columns of every format.</summary>
/// <param name="Image">Name of the image as given or found.</param>
/// <param name="Label">Its class, or "" where there is none.</param>
/// <param name="Component">Name of the component.</param>
/// <param name="Score">Phi - |x|^2 / (2 sigma^2): log-density up to a constant of the component.</param>
/// <param name="Phi">Phi(x; theta).</param>
internal sealed record ScoreRow(string Image, string Label, string Component, double Score, double Phi);
