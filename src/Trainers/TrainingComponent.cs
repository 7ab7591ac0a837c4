namespace WFrame;

/// <summary>The observed images of one model: a class, a group, or everything that was given.</summary>
/// <param name="Name">Name in results and folders, for instance the class; unique within a training.</param>
/// <param name="Observed">Images y, [N,3,H,W], one or more, all components of the same size.</param>
public sealed record TrainingComponent(string Name, PixelBatch Observed);
