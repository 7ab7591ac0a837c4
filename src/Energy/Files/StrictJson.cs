using System.Text.Unicode;

namespace WFrame.Files;

/// <summary>
/// JSON without what readers trip over later: a document holds no text that is no Unicode (half a character, bytes that
/// are no UTF-8), no NUL, which ends a path, no number beyond double, and no member twice, of which each reader takes
/// another one.
/// </summary>
internal static class StrictJson
{
    /// <summary>Parses a whole file.</summary>
    /// <param name="json">UTF-8, without a byte order mark.</param>
    /// <param name="options">What else is allowed.</param>
    /// <exception cref="JsonException">It is no JSON, or holds what is told above; the message continues "it is no JSON:".</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json, JsonDocumentOptions options = default)
    {
        if (!Utf8.IsValid(json.Span))
        {
            throw new JsonException("it holds bytes that are no UTF-8");
        }
        options.AllowDuplicateProperties = false;
        try
        {
            var document = JsonDocument.Parse(json, options);
            Check(document.RootElement);
            return document;
        }
        // Of text that cannot be one; which one it is the parser does not tell.
        catch (InvalidOperationException e)
        {
            throw new JsonException("it holds half a character (a lone surrogate)", e);
        }
    }

    /// <summary>Only checks.</summary>
    /// <inheritdoc cref="Parse"/>
    public static void Require(ReadOnlyMemory<byte> json) => Parse(json).Dispose();

    /// <summary>No deeper than the parser allows.</summary>
    private static void Check(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    CheckText(member.Name);
                    Check(member.Value);
                }
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    Check(element);
                }
                break;
            case JsonValueKind.String:
                CheckText(value.GetString()!);
                break;
            case JsonValueKind.Number when !double.IsFinite(value.GetDouble()):
                throw new JsonException($"it holds a number beyond all that are stored ({value.GetRawText()})");
            default:
                break;
        }
    }

    private static void CheckText(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new JsonException("it holds a text with the character NUL");
        }
    }
}
