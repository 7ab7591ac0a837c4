using WFrame.Cli.Consoles;
using WFrame.Engines;
using WFrame.Files;
using WFrame.Images.Writing;
using WFrame.Textures.Drawing;

namespace WFrame.Cli.Verbs.Texture;

/// <summary>
/// The pictures of one call. What was drawn stays on the disk until all are where they belong, so that the same call,
/// killed and given again, goes on to the same bytes.
/// </summary>
/// <param name="texture">What is drawn.</param>
/// <param name="engine">Computes.</param>
/// <param name="options">Of the first picture.</param>
/// <param name="device">As it was asked for: another one rounds otherwise.</param>
/// <param name="clock">Tells when to write.</param>
internal sealed class TexturePictures(
    WFrameTexture texture,
    IEnergyEngine engine,
    TextureOptions options,
    string device,
    TimeProvider clock
)
{
    // Of a large picture the state has some 30 MB.
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(5);

    private readonly string _fingerprint = texture.Fingerprint(options, device);

    /// <summary>Where the only picture of a call stands while it is drawn.</summary>
    public static string Unfinished(string output) => output + ".unfinished";

    /// <summary>Where one of several does, within their folder; pictures of other calls have other names.</summary>
    public string Unfinished(int index) =>
        Path.Combine("unfinished", string.Create(CultureInfo.InvariantCulture, $"{index}-{_fingerprint[..16]}"));

    /// <summary>Draws the only picture and writes it.</summary>
    /// <returns>Its error.</returns>
    public double Write(string output, IProgress<TextureProgress> progress, CancellationToken cancellation)
    {
        var state = State(Unfinished(output));
        var (error, png) = Draw(0, state, progress, cancellation);
        AtomicFile.Write(output, png);
        state.Remove();
        return error;
    }

    /// <summary>Draws one of several pictures, or takes what an earlier call has drawn.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="output">Where it is written.</param>
    /// <param name="unfinished">Full path of its <see cref="Unfinished(int)"/>, and of what is drawn with .done added.</param>
    /// <param name="progress">Told after each iteration.</param>
    /// <param name="cancellation">Stops between Langevin steps.</param>
    /// <returns>Its error.</returns>
    public double Write(
        int index,
        string output,
        (string State, string Done) unfinished,
        IProgress<TextureProgress> progress,
        CancellationToken cancellation
    )
    {
        var (error, png) = File.Exists(unfinished.Done) ? Drawn(unfinished.Done) : New();
        AtomicFile.Write(output, png);
        return error;

        (double Error, byte[] Png) New()
        {
            var state = State(unfinished.State);
            var (error, png) = Draw(index, state, progress, cancellation);
            AtomicFile.Write(unfinished.Done, [.. BitConverter.GetBytes(error), .. png]);
            state.Remove();
            return (error, png);
        }
    }

    private static (double Error, byte[] Png) Drawn(string path)
    {
        var content = File.ReadAllBytes(path);
        return (BitConverter.ToDouble(content), content[sizeof(double)..]);
    }

    private DrawingFile State(string path) => new(path, _fingerprint, clock, BetweenWrites);

    private (double Error, byte[] Png) Draw(
        int index,
        DrawingFile state,
        IProgress<TextureProgress> progress,
        CancellationToken cancellation
    )
    {
        var error = 0.0;
        var image = texture.Draw(
            engine,
            options with
            {
                Index = index,
            },
            new Reporter<TextureProgress>(p =>
            {
                error = p.Error;
                progress.Report(p);
            }),
            state,
            cancellation
        );
        return (error, PngWriter.Encode(PngWriter.ToImage(image, 0, texture.Trunk.Mean)));
    }
}
