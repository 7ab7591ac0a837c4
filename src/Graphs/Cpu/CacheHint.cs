using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace WFrame.Graphs.Cpu;

/// <summary>Hints to the processor which memory will be used soon. They change no result.</summary>
internal static unsafe class CacheHint
{
    private const int Line = 64;

    /// <summary>Asks for floats to be brought to the second cache; does nothing where there is no such instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Soon(float* start, nint floats)
    {
        if (Sse.IsSupported)
        {
            var end = (byte*)(start + floats);
            for (var line = (byte*)start; line < end; line += Line)
            {
                Sse.Prefetch1(line);
            }
        }
    }
}
