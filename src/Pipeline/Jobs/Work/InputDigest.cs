using WFrame.Images.Sources;

namespace WFrame.Jobs.Work;

/// <summary>sha256 over names, labels and contents of inputs, one after another.</summary>
/// <param name="inputs">What they are called.</param>
internal sealed class InputDigest(JobInputs inputs) : IDisposable
{
    /// <summary>Stands for the content of what cannot be read.</summary>
    public const string Unreadable = "-";

    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>How many inputs could not be read, and the first of them.</summary>
    public (int Count, string? First) Unreadables { get; private set; }

    /// <summary>Adds the next input.</summary>
    /// <param name="entry">The input.</param>
    /// <param name="hash">sha256 of its file, hexadecimal, or <see cref="Unreadable"/>.</param>
    public void Add(ImageEntry entry, string hash)
    {
        if (hash == Unreadable)
        {
            Unreadables = (Unreadables.Count + 1, Unreadables.First ?? entry.Name);
        }
        _digest.AppendData(Encoding.UTF8.GetBytes($"{inputs.NameOf(entry)}\t{entry.Label}\t{hash}\n"));
    }

    /// <summary>The digest of all so far, hexadecimal; the next one is of none yet.</summary>
    public string Finish() => Convert.ToHexStringLower(_digest.GetHashAndReset());

    public void Dispose() => _digest.Dispose();
}
