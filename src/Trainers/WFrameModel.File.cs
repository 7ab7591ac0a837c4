using WFrame.Files;
using WFrame.ModelFile;

namespace WFrame;

/// <content>
/// The model file: a valid ML.NET model, which <c>mlContext.Model.Load</c> opens without this library (columns Pixels
/// in, Score and Phi out), and beside its entries everything that <see cref="Load"/> needs, below <c>wframe/</c>.
/// </content>
public sealed partial class WFrameModel
{
    /// <summary>
    /// Writes the model, completely or not at all. The same model gives the same bytes; device, threads and seconds are
    /// not part of it.
    /// </summary>
    /// <param name="path">Target, usually model.zip; its folder must exist. An older file is replaced.</param>
    /// <exception cref="DivergedException">Theta or a chain holds a value that is not finite; nothing is written.</exception>
    /// <exception cref="UsageException">Theta of all components exceeds 2 GB.</exception>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; an older file stays.</exception>
    public void Save(string path)
    {
        foreach (var component in Components)
        {
            if (
                !component.Theta.All(float.IsFinite)
                || !MemoryMarshal.ToEnumerable<float>(component.Chains.Values).All(float.IsFinite)
            )
            {
                throw new DivergedException(
                    $"Component {component.Name} holds numbers that are not finite, so {path} is not written; train it with a lower learning rate."
                );
            }
        }
        AtomicFile.Write(path, stream => ModelWriter.Write(this, stream));
    }

    /// <summary>Reads a model that <see cref="Save"/> wrote, with everything in it.</summary>
    /// <exception cref="UsageException">The file does not exist.</exception>
    /// <exception cref="InvalidContentException">Damaged, or a file of another kind or version; the message says which.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static WFrameModel Load(string path) => ModelReader.Read(path);
}
