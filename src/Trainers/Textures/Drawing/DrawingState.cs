namespace WFrame.Textures.Drawing;

/// <summary>Where a drawing stands.</summary>
/// <param name="Level">The level that is being drawn.</param>
/// <param name="Coarse">What the coarser level ended with, [3,H,W]; empty where there is none.</param>
/// <param name="Chain">The level's state.</param>
internal sealed record DrawingState(int Level, float[] Coarse, ChainState Chain);
