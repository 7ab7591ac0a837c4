namespace WFrame.Cpu.Threads;

/// <summary>
/// A thread's part of the work on an image: all of it, or, when there are fewer images left than threads, as many rows
/// or tiles as the other threads of its group have. What is computed does not depend on it, to the last bit.
/// </summary>
/// <param name="Member">Which one, from 0; the first does what cannot be shared.</param>
/// <param name="Members">How many work on the image.</param>
/// <param name="Barrier">Where they wait for each other; null for one alone.</param>
internal readonly record struct Share(int Member, int Members, SpinBarrier? Barrier)
{
    /// <summary>The whole image.</summary>
    public static Share Alone => new(0, 1, null);

    public bool Leads => Member == 0;

    /// <summary>The part of a number of things: the first, and the one after the last.</summary>
    public (int First, int End) Of(int count) =>
        ((int)((long)count * Member / Members), (int)((long)count * (Member + 1) / Members));

    /// <summary>Waits for the other threads of the group.</summary>
    public void Wait() => Barrier?.Wait();
}
