using System.Numerics;

namespace WFrame.Images;

/// <summary>
/// Collects what users should know about their pictures: each thing is said once, however many pictures it concerns and
/// however often each is decoded. Safe from several threads.
/// </summary>
/// <param name="first">Told the first of each kind at once, where nobody asks for the sentences at an end.</param>
internal sealed class ImageNotices(Action<string>? first = null)
{
    /// <summary>Names of a kind that are told apart, a megabyte: of more it is only known that there are more.</summary>
    private const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly SortedSet<string>[] _names =
    [
        .. Enum.GetValues<Kind>().Select(_ => new SortedSet<string>(StringComparer.Ordinal)),
    ];
    private readonly bool[] _isMore = new bool[Enum.GetValues<Kind>().Length];
    private readonly int[] _highest = new int[Enum.GetValues<Kind>().Length];
    private ImageSize _size;

    private enum Kind
    {
        Transparent,
        Invisible,
        Premultiplied,
        Printed,
        DarkSixteen,
        Dark,
        Small,
    }

    /// <summary>The sentences so far.</summary>
    public IReadOnlyList<string> Sentences
    {
        get
        {
            lock (_gate)
            {
                return [.. Enum.GetValues<Kind>().Where(k => _names[(int)k].Count > 0).Select(Sentence)];
            }
        }
    }

    /// <summary>One picture.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="remarks">What the decoder remarked.</param>
    /// <param name="alpha">What became of its transparency.</param>
    /// <param name="enlargedTo">The size that was wanted, where it had fewer pixels.</param>
    public void Add(string name, PictureRemarks remarks, AlphaHandling alpha, ImageSize? enlargedTo = null)
    {
        lock (_gate)
        {
            if (alpha == AlphaHandling.White && remarks.HadAlpha)
            {
                Note(
                    remarks.IsInvisible ? Kind.Invisible
                    : remarks.IsPremultiplied ? Kind.Premultiplied
                    : Kind.Transparent
                );
            }
            if (remarks.GuessedInk)
            {
                Note(Kind.Printed);
            }
            // A negative may be dark, and is told already.
            else if (remarks.DarkUpTo is { } highest)
            {
                Note(remarks.IsSixteenBits ? Kind.DarkSixteen : Kind.Dark, highest);
            }
            if (enlargedTo is { } size)
            {
                _size = size;
                Note(Kind.Small);
            }
        }

        void Note(Kind kind, int highest = 0)
        {
            _highest[(int)kind] = Math.Max(_highest[(int)kind], highest);
            var names = _names[(int)kind];
            if (!names.Add(name))
            {
                return;
            }
            if (names.Count == 1)
            {
                first?.Invoke(Sentence(kind));
            }
            if (names.Count > Most)
            {
                // The first in order stay, so that the sentence does not depend on which came first.
                _ = names.Remove(names.Max!);
                _isMore[(int)kind] = true;
            }
        }
    }

    private string Sentence(Kind kind)
    {
        var (names, highest) = (_names[(int)kind], _highest[(int)kind]);
        var one = names.Count == 1;
        var who = one
            ? $"{names.Min} has"
            : $"{(_isMore[(int)kind] ? "More than " : "")}{names.Count} images ({names.Min} and others) have";
        var (@is, comes, it) = one ? ("is", "comes", "it") : ("are", "come", "them");
        return kind switch
        {
            Kind.Transparent => $"{who} transparency and {@is} composited on white.",
            Kind.Invisible =>
                $"{who} hardly an opaque pixel and {comes} out white: save {it} without transparency, or leave {it} out.",
            Kind.Premultiplied =>
                $"{who} colours that look multiplied by opacity already and {comes} out too dark on white: save {it} without transparency.",
            Kind.Printed =>
                $"{who} CMYK colours without Adobe's marker and 0 is taken for no ink: where that gives a negative, convert to RGB.",
            Kind.DarkSixteen =>
                $"{who} 16-bit values up to {highest} of 65535 only, {Bits(highest)} bits, and {comes} out nearly black: multiply the values by {1 << (16 - Bits(highest))} and save {it} again{(highest < 256 ? ", or leave out what is a mask of labels" : "")}.",
            Kind.Dark when highest == 0 => $"{who} no value above 0 and {@is} black all over.",
            Kind.Dark =>
                $"{who} no value above {highest} of 255 and {comes} out nearly black: leave out masks of labels or indices, brighten pictures.",
            _ => $"{who} fewer pixels than {_size} px and {@is} enlarged.",
        };

        static int Bits(int value) => BitOperations.Log2((uint)value) + 1;
    }
}
