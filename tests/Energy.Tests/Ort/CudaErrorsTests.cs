using WFrame.Ort;

namespace WFrame.Energy.Tests.Ort;

/// <summary>Texts as ONNX Runtime writes them, without a GPU.</summary>
public sealed class CudaErrorsTests
{
    private const string Call =
        "/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_call.cc:114 std::conditional_t<THRW, void, onnxruntime::common::Status> onnxruntime::CudaCall(ERRTYPE, const char*) [with ERRTYPE = cudaError; bool THRW = true] ";

    [Theory]
    [InlineData(
        "CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version",
        "driver is missing or"
    )]
    [InlineData("CUDA failure 100: no CUDA-capable device is detected", "CUDA_VISIBLE_DEVICES")]
    [InlineData("CUDA failure 101: invalid device ordinal", "smaller N in cuda:N")]
    [InlineData("CUDA failure 46: all CUDA-capable devices are busy or unavailable", "another process")]
    [InlineData("CUDA failure 2: out of memory", "its memory is full")]
    [InlineData("CUDA failure 209: no kernel image is available for execution on the device", "not built for")]
    public void Given_a_failed_call_of_CUDA_When_explained_Then_one_sentence_says_what_to_do(
        string text,
        string expected
    )
    {
        var message =
            $"[ErrorCode:Fail] {Call}{text} ; GPU=-1 ; hostname=node7 ; file=/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_execution_provider.cc ; line=336 ; expr=cudaSetDevice(info_.device_id); \n\n";

        var sentence = CudaErrors.Explain(new(1), message);

        Assert.Contains(expected, sentence, StringComparison.Ordinal);
        Assert.StartsWith("Device cuda:1 cannot be used: ", sentence, StringComparison.Ordinal);
        Assert.EndsWith("or use Device auto.", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("onnxruntime_src", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
    }

    [Theory]
    [InlineData("libcublasLt.so.13", "libcublasLt.so.13 was not found; install CUDA 13 and cuDNN 9")]
    [InlineData("libcudnn.so.9", "another major version does not do")]
    [InlineData("libcuda.so.1", "no NVIDIA driver is installed")]
    public void Given_a_library_that_is_missing_When_explained_Then_it_is_named(string library, string expected)
    {
        var message =
            $"/onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:1952 onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load library libonnxruntime_providers_cuda.so with error: {library}: cannot open shared object file: No such file or directory\n";

        Assert.Contains(expected, CudaErrors.Explain(new(0), message), StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_text_that_is_not_known_When_explained_Then_its_first_line_is_told()
    {
        var sentence = CudaErrors.Explain(new(0), "Something new.\nat more length");

        Assert.Equal(
            "Device cuda:0 cannot be used: Something new. It needs an NVIDIA driver, CUDA 13 and cuDNN 9; or use Device auto.",
            sentence
        );
    }

    [Theory]
    [InlineData(
        "Non-zero status code returned while running Conv node. Name:'Conv_3' Status Message: /onnxruntime_src/onnxruntime/core/framework/bfc_arena.cc:376 void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, onnxruntime::Stream*) Failed to allocate memory for requested buffer of size 4831838208"
    )]
    [InlineData("CUDA failure 2: out of memory ; GPU=0 ; hostname=node7 ; expr=cudaMalloc((void**)&p, size);")]
    [InlineData("CUDNN failure 4: CUDNN_STATUS_ALLOC_FAILED ; GPU=0 ; hostname=node7")]
    [InlineData("CUDA error out of memory")]
    public void Given_a_text_of_full_memory_When_asked_Then_it_is_known(string message) =>
        Assert.True(CudaErrors.IsOutOfMemory(message));

    [Theory]
    [InlineData("CUDA failure 209: no kernel image is available for execution on the device ; GPU=0")]
    [InlineData("CUDA failure 700: an illegal memory access was encountered")]
    [InlineData("Non-zero status code returned while running Conv node. Name:'Conv_3'")]
    public void Given_a_text_of_another_failure_When_asked_Then_memory_is_not_blamed(string message) =>
        Assert.False(CudaErrors.IsOutOfMemory(message));
}
