using System.Text.RegularExpressions;

namespace WFrame.Ort;

/// <summary>What ONNX Runtime's texts about CUDA mean, in one sentence; nothing but the text tells the cases apart.</summary>
internal static partial class CudaErrors
{
    /// <summary>What the CUDA provider of ONNX Runtime 1.31 is linked with.</summary>
    private const string Needed = "CUDA 13 and cuDNN 9";

    private const string Instead = "or use Device auto";

    /// <summary>Whether there was not enough memory, of the card or beside it.</summary>
    public static bool IsOutOfMemory(string message) => OutOfMemory().IsMatch(message);

    /// <summary>Why a device cannot be used, and what to do.</summary>
    public static string Explain(OrtDevice device, string message) =>
        $"Device {device} cannot be used: {Cause(message)}; {Instead}.";

    private static string Cause(string message)
    {
        if (MissingLibrary().Match(message) is { Success: true } missing)
        {
            var name = missing.Groups[1].Value;
            return name.StartsWith("libcuda.so", StringComparison.Ordinal)
                ? $"no NVIDIA driver is installed ({name} was not found); install one for {Needed}"
                : $"{name} was not found; install {Needed} (another major version does not do) and name their folders in LD_LIBRARY_PATH";
        }
        if (IsOutOfMemory(message))
        {
            return "its memory is full; end the other programs that use it, or take another device";
        }
        return Number(message) switch
        {
            34 => "the libraries found are stubs without a driver; install an NVIDIA driver for CUDA 13",
            35 => "the NVIDIA driver is missing or older than CUDA 13 needs; install a newer one",
            46 =>
                "another process has it for itself alone; wait for that one, or set the card's compute mode to default",
            100 => "the driver sees no card; make one visible (CUDA_VISIBLE_DEVICES)",
            101 => "there is no card of this number; give a smaller N in cuda:N",
            209 => $"the card is of a kind that {Needed} was not built for; take another one",
            _ => $"{FirstLine(message)} It needs an NVIDIA driver, {Needed}",
        };
    }

    private static int? Number(string message) =>
        Failure().Match(message) is { Success: true } failure
            ? int.Parse(failure.Groups[1].Value, CultureInfo.InvariantCulture)
            : null;

    private static string FirstLine(string message) => message.Trim().Split('\n')[0].Trim().TrimEnd('.') + ".";

    [GeneratedRegex(@"(lib[\w.+-]+\.so(?:\.\d+)*): cannot open shared object file", RegexOptions.CultureInvariant)]
    private static partial Regex MissingLibrary();

    [GeneratedRegex(@"\bCUDA failure (\d{1,6}):", RegexOptions.CultureInvariant)]
    private static partial Regex Failure();

    [GeneratedRegex(
        @"CUDA failure 2:|Failed to allocate memory for requested buffer|CUDNN_STATUS_ALLOC_FAILED|CUBLAS_STATUS_ALLOC_FAILED|CUDA(?: error|_ERROR)?[ :_]+OUT[ _]OF[ _]MEMORY",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex OutOfMemory();
}
