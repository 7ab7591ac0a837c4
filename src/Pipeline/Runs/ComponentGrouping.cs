using WFrame.Images.Sources;
using WFrame.Noise;

namespace WFrame.Runs;

/// <summary>How the images of a training are shared out to models.</summary>
/// <param name="ByClass">One model (or <paramref name="Models"/> models) for each label, which is the sub-folder's name.</param>
/// <param name="Models">K, how many models are learned (of each class); 1 or more.</param>
/// <param name="ImagesPerModel">M, images of each model, drawn by seed without repeats; null takes all.</param>
public sealed record ComponentGrouping(bool ByClass = false, int Models = 1, int? ImagesPerModel = null)
{
    /// <summary>Names the models and chooses their images.</summary>
    /// <param name="entries">All images.</param>
    /// <param name="seed">Decides which images are drawn; another use of the same seed never interferes.</param>
    /// <exception cref="UsageException">Labels are missing, or there are fewer images than asked for.</exception>
    public IReadOnlyList<(string Name, IReadOnlyList<ImageEntry> Entries)> Share(
        IReadOnlyList<ImageEntry> entries,
        ulong seed
    )
    {
        Validate();
        return [.. Classes(entries).SelectMany((c, index) => DrawModels(c.Name, c.Entries, index, seed))];
    }

    /// <exception cref="UsageException">A member is out of range, or they do not go together.</exception>
    internal void Validate()
    {
        if (Models < 1 || ImagesPerModel < 1)
        {
            var (member, value) =
                Models < 1 ? (nameof(Models), Models) : (nameof(ImagesPerModel), ImagesPerModel!.Value);
            throw new UsageException($"{member} {value} is too small: give a whole number of at least 1.", member);
        }
        if (Models > 1 && ImagesPerModel is null)
        {
            throw new UsageException(
                $"Models {Models} needs ImagesPerModel: how many images does each get?",
                nameof(Models),
                nameof(ImagesPerModel)
            );
        }
    }

    /// <summary>A sentence about folders that would be classes and hold no image, none where there are no classes.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="skip">Whether they are left out, as bad images are, or refused: a class would be missing in the end.</param>
    /// <exception cref="UsageException">There are some, and they are not to be left out.</exception>
    internal IEnumerable<string> EmptyClasses(IReadOnlyCollection<string> folders, bool skip)
    {
        if (!ByClass || folders.Count == 0)
        {
            return [];
        }
        var more = folders.Count > 10 ? $" and {folders.Count - 10} more" : "";
        var named = $"{string.Join(", ", folders.Take(10))}{more}";
        return skip
            ? [$"left out: {named}, without images and so no class."]
            : throw new UsageException(
                $"ByClass finds no images in {named}: put some in, remove what is no class, or leave it out with SkipBadImages.",
                nameof(ByClass),
                nameof(PixelOptions.SkipBadImages)
            );
    }

    private IEnumerable<(string Name, IReadOnlyList<ImageEntry> Entries)> Classes(IReadOnlyList<ImageEntry> entries)
    {
        if (!ByClass)
        {
            return [("model", entries)];
        }
        if (entries.FirstOrDefault(e => e.Label is null) is { } unlabelled)
        {
            throw new UsageException(
                $"ByClass needs one sub-folder a class, and {unlabelled.Name} lies in none; give the folder above the classes.",
                nameof(ByClass)
            );
        }
        return entries
            .GroupBy(e => e.Label!, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, (IReadOnlyList<ImageEntry>)[.. g]));
    }

    private IEnumerable<(string Name, IReadOnlyList<ImageEntry> Entries)> DrawModels(
        string name,
        IReadOnlyList<ImageEntry> entries,
        int index,
        ulong seed
    )
    {
        if (ImagesPerModel is not { } images)
        {
            yield return (name, entries);
            yield break;
        }
        var needed = (long)Models * images;
        if (needed > entries.Count)
        {
            throw new UsageException(
                $"{Models} x {images} images are asked for and {name} has {entries.Count}; ask for fewer with Models or ImagesPerModel.",
                nameof(Models),
                nameof(ImagesPerModel)
            );
        }
        var drawn = Shuffled(entries, index, seed);
        var digits = Models > 100 ? $"D{(Models - 1).ToString(CultureInfo.InvariantCulture).Length}" : "D2";
        for (var k = 0; k < Models; k++)
        {
            yield return (
                Models == 1 ? name : $"{name}-{k.ToString(digits, CultureInfo.InvariantCulture)}",
                [.. drawn.Skip(k * images).Take(images)]
            );
        }
    }

    /// <summary>Sorted by a random key for each position: a permutation without a generator's state.</summary>
    private static IReadOnlyList<ImageEntry> Shuffled(IReadOnlyList<ImageEntry> entries, int index, ulong seed)
    {
        var random = new CounterRandom(seed, RandomPurpose.Selection);
        return [.. entries.Index().OrderBy(e => random.Uniform(index, 0, 0, 0, e.Index)).Select(e => e.Item)];
    }
}
