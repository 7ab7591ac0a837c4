using WFrame.Graphs;

namespace WFrame.Trainers;

public sealed partial class WFrameModel
{
    /// <summary>Not there yet.</summary>
    public void Save(string path) => AtomicFile.WriteText(path, Trunk.Name);
}
