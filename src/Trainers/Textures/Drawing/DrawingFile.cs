using System.IO.Compression;
using WFrame.Files;
using WFrame.ModelFile;

namespace WFrame.Textures.Drawing;

/// <summary>
/// Keeps on the disk where a drawing stands, so that one that was killed goes on to the same bytes. A file of another
/// drawing, or one that is damaged, counts as none: all that is lost is time.
/// </summary>
/// <param name="path">The file; its folder exists.</param>
/// <param name="fingerprint">Of all that decides the image: texture, options, device, program.</param>
/// <param name="clock">Tells when to write again.</param>
/// <param name="interval">The least time between two writings; what is younger is drawn again.</param>
internal sealed class DrawingFile(string path, string fingerprint, TimeProvider clock, TimeSpan interval)
{
    private const string Schema = "wframe.drawing/1";
    private const string Kind = "texture half drawn";
    private const string Json = "drawing.json";
    private const string Image = "image.f32";
    private const string BestImage = "best.f32";
    private const string Coarse = "coarse.f32";

    private long? _written;

    /// <summary>What was written last; null where nothing usable of this drawing is there.</summary>
    public DrawingState? Read()
    {
        if (!File.Exists(path))
        {
            return null;
        }
        try
        {
            return ZipEntries.Open(path, Kind, Read);
        }
        // What the zip reader throws where lengths and offsets contradict each other, and what is no zip.
        catch (Exception e)
            when (e is InvalidContentException or OverflowException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Writes the state, unless it has just been written.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public void Write(Func<DrawingState> state)
    {
        if (_written is not { } last || clock.GetElapsedTime(last) >= interval)
        {
            Write(state());
            _written = clock.GetTimestamp();
        }
    }

    /// <summary>Removes the file, and what a process that was killed while it wrote has left of it.</summary>
    public void Remove()
    {
        File.Delete(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        foreach (var temporary in Directory.GetFiles(folder, $"{Path.GetFileName(path)}.*.tmp"))
        {
            if (AtomicFile.Target(temporary) is { } target && Path.GetFileName(target) == Path.GetFileName(path))
            {
                File.Delete(temporary);
            }
        }
    }

    private void Write(DrawingState state)
    {
        var description = new DrawingDescription(
            Schema,
            fingerprint,
            state.Level,
            state.Chain.Image.Length,
            state.Coarse.Length,
            state.Chain
        );
        PartList.WriteZip(
            path,
            Json,
            entry => JsonSerializer.Serialize(entry, description, TextureJson.Default.DrawingDescription),
            [(Image, [state.Chain.Image]), (BestImage, [state.Chain.Best.Image]), (Coarse, [state.Coarse])]
        );
    }

    private DrawingState? Read(ZipArchive zip)
    {
        var parts = PartList.Read(zip);
        var saved = JsonSerializer.Deserialize(parts.Bytes(zip, Json), TextureJson.Default.DrawingDescription);
        if (saved?.Schema != Schema || saved.Fingerprint != fingerprint)
        {
            return null;
        }
        return new(
            saved.Level,
            parts.Floats(zip, Coarse, saved.CoarseValues),
            saved.Chain with
            {
                Image = parts.Floats(zip, Image, saved.Values),
                Best = saved.Chain.Best with { Image = parts.Floats(zip, BestImage, saved.Values) },
            }
        );
    }
}

/// <summary>What the file says besides its images.</summary>
internal sealed record DrawingDescription(
    string Schema,
    string Fingerprint,
    int Level,
    int Values,
    int CoarseValues,
    ChainState Chain
);
