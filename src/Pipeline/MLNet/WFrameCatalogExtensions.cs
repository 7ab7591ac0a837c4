using Microsoft.ML;

namespace WFrame.Pipeline;

/// <summary>Where ML.NET users find everything: <c>mlContext.WFrame()</c>.</summary>
public static class WFrameCatalogExtensions
{
    /// <summary>The catalog of image models: loaders, trainers, transforms, evaluation.</summary>
    public static WFrameCatalog WFrame(this MLContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new WFrameCatalog(context);
    }
}
