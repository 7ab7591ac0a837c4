using WFrame.MLNet;

// Where ML.NET has its own extension methods, so that whoever has an MLContext sees this one.
#pragma warning disable IDE0130
namespace Microsoft.ML;

#pragma warning restore IDE0130

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
