namespace WFrame.Ort;

/// <summary>Parts of a batch that a device's memory holds: begun large, halved for good where they prove too large.</summary>
/// <param name="largest">Images of the first parts, at least 1.</param>
internal sealed class Chunks(int largest)
{
    /// <summary>Images of the next parts.</summary>
    public int Largest { get; private set; } = largest;

    /// <summary>Does part after part; one that fails for want of memory is done again in halves.</summary>
    /// <param name="start">First image.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="act">Does the images from an index on, as many as it is told; changes nothing where it fails.</param>
    /// <param name="full">Whether an error says that memory is missing.</param>
    /// <exception cref="InsufficientMemoryException">There is not enough for one image.</exception>
    public void Run(int start, int end, Action<int, int> act, Func<Exception, bool> full)
    {
        while (start < end)
        {
            var count = Math.Min(Largest, end - start);
            try
            {
                act(start, count);
                start += count;
            }
            catch (Exception e) when (full(e))
            {
                if (count == 1)
                {
                    throw new InsufficientMemoryException("The device's memory does not hold one image.", e);
                }
                Largest = count / 2;
            }
        }
    }
}
