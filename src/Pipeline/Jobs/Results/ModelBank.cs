using WFrame.Learning;

namespace WFrame.Jobs.Results;

/// <summary>The models of many shards as one model with all their components.</summary>
internal static class ModelBank
{
    /// <summary>Reads one model after another; null where there is none.</summary>
    /// <exception cref="InvalidContentException">A file is damaged, or they are not of one training.</exception>
    public static WFrameModel? Of(IEnumerable<string> models)
    {
        WFrameModel? first = null;
        var (components, history) = (new List<ModelComponent>(), new List<IterationRecord>());
        foreach (var path in models)
        {
            var model = WFrameModel.Load(path);
            first ??= model;
            if (model.Size != first.Size || model.Options != first.Options || model.Trunk.Sha256 != first.Trunk.Sha256)
            {
                throw new InvalidContentException($"{path} was trained with other settings than those before it.");
            }
            components.AddRange(model.Components);
            history.AddRange(model.History);
        }
        // As a training of all of them together writes it.
        return first is null
            ? null
            : new WFrameModel(
                first.Trunk,
                first.Size,
                first.Options,
                components,
                [.. history.OrderBy(record => record.Iteration)]
            );
    }
}
