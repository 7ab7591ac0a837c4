using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using WFrame.Ort;

namespace WFrame.ModelFile;

/// <summary>ML.NET's own ONNX estimator over a graph in memory.</summary>
internal static class StockOnnx
{
    /// <exception cref="UsageException">The application has no native part of ONNX Runtime.</exception>
    public static OnnxScoringEstimator Estimator(MLContext context, string[] outputs, string[] inputs, byte[] onnx)
    {
        OrtNatives.Require();
        using var stream = new MemoryStream(onnx);
        return context.Transforms.ApplyOnnxModel(outputs, inputs, stream);
    }
}
