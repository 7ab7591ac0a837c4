namespace WFrame.Evaluation.Classifiers;

/// <summary>One value of a card, with the file and the field for messages.</summary>
internal readonly record struct CardJson(string File, string Field, JsonElement Value)
{
    /// <summary>A member that must be there.</summary>
    /// <exception cref="InvalidContentException">It is missing, or this value is no object.</exception>
    public CardJson this[string name] =>
        Find(name)
        ?? throw new InvalidContentException($"{File}: field {Join(name)} is missing from the classifier card.");

    /// <summary>A member, or null where it is missing or null.</summary>
    public CardJson? Find(string name)
    {
        if (Value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("an object");
        }
        return Value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? new CardJson(File, Join(name), member)
            : null;
    }

    public string Text() =>
        Value.ValueKind == JsonValueKind.String && Value.GetString() is { Length: > 0 } text
            ? text
            : throw Wrong("a text that is not empty");

    /// <summary>One of the texts given, mapped to its meaning.</summary>
    public T OneOf<T>(params (string Text, T Meaning)[] choices)
    {
        foreach (var (text, meaning) in choices)
        {
            if (Value.ValueKind == JsonValueKind.String && Value.GetString() == text)
            {
                return meaning;
            }
        }
        throw Wrong(string.Join(" or ", choices.Select(c => $"\"{c.Text}\"")));
    }

    public int Size() =>
        Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out var size) && size is >= 1 and <= 65535
            ? size
            : throw Wrong("a whole number from 1 to 65535");

    /// <summary>So many finite numbers.</summary>
    public double[] Numbers(int count)
    {
        double[] numbers =
            Value.ValueKind == JsonValueKind.Array ? [.. Value.EnumerateArray().Select(e => Number(e))] : [];
        return numbers.Length == count && numbers.All(n => float.IsFinite((float)n))
            ? numbers
            : throw Wrong(string.Create(CultureInfo.InvariantCulture, $"a list of {count} finite numbers"));

        static double Number(JsonElement e) =>
            e.ValueKind == JsonValueKind.Number && e.TryGetDouble(out var number) ? number : double.NaN;
    }

    /// <summary>A shape: whole numbers, and texts (null here) for what may vary.</summary>
    public int?[] Shape(int rank)
    {
        int?[] sizes = Value.ValueKind == JsonValueKind.Array ? [.. Value.EnumerateArray().Select(e => Size(e))] : [];
        return sizes.Length == rank && sizes.All(s => s is null or > 0)
            ? sizes
            : throw Wrong($"a list of {rank} sizes, each a whole number of at least 1 or a name such as \"N\"");

        static int? Size(JsonElement e) =>
            e.ValueKind == JsonValueKind.String ? null
            : e.ValueKind == JsonValueKind.Number && e.TryGetInt32(out var size) ? size
            : 0;
    }

    /// <summary>A complaint that quotes the value.</summary>
    public InvalidContentException Wrong(string allowed)
    {
        var quoted = Value.GetRawText().ReplaceLineEndings(" ");
        quoted = quoted.Length > 80 ? quoted[..80] + "..." : quoted;
        return new InvalidContentException(
            $"{File}: {(Field.Length == 0 ? "the classifier card" : "field " + Field)} is {quoted}, it must be {allowed}."
        );
    }

    private string Join(string name) => Field.Length == 0 ? name : $"{Field}.{name}";
}
