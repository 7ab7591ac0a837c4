using WFrame.Images.Formats;
using WFrame.Images.Writing;

namespace WFrame.Images.Sources;

/// <summary>What a file in a folder is to somebody who gives the folder.</summary>
internal enum FileKind
{
    /// <summary>Meant as an image that is read: a damaged one is an error.</summary>
    Image,

    /// <summary>A picture of a format that is not read, a camera's raw file for instance.</summary>
    UnreadPicture,

    /// <summary>Something else: text, an archive, a film, what a photo program lays beside its pictures.</summary>
    Other,

    /// <summary>Hidden, a file manager's own, or a contact sheet of ours: not worth a word.</summary>
    Clutter,
}

/// <summary>
/// Tells what files in folders are. Names with an image's extension are images whatever they hold, so that a damaged
/// photograph is reported; of others the first bytes decide, so that nothing beside the photographs stops a run.
/// </summary>
internal static class FileKinds
{
    private static readonly HashSet<string> ReadExtensions = Set(
        ".apng .bmp .dib .gif .jfif .jif .jpe .jpeg .jpg .pjp .pjpeg .png .tif .tiff .webp"
    );

    private static readonly HashSet<string> UnreadExtensions = Set(
        ".3fr .ari .arw .avif .cr2 .cr3 .crw .dcr .dng .eps .erf .exr .fff .gpr .hdr .heic .heif .hif .ico .iiq .j2k .jp2 "
            + ".jpf .jpx .jxl .k25 .kdc .mef .mos .mrw .nef .nrw .orf .pbm .pef .pgm .pnm .ppm .psb .psd .ptx .raf .raw "
            + ".rw2 .rwl .sr2 .srf .srw .svg .svgz .tga .x3f .xcf"
    );

    /// <summary>
    /// Never images, even where they hold one (.thm is a JPEG of a film's first frame, .jpg_original what ExifTool keeps);
    /// and not opened, because folders may hold thousands.
    /// </summary>
    private static readonly HashSet<string> OtherExtensions = Set(
        ".7z .aae .aac .aup3 .avi .bak .bib .bin .bz2 .c .cfg .conf .cos .cot .cpp .cs .csv .ctg .dat .db .doc .docx .dop "
            + ".exe .feather .gpx .gz .h5 .hdf5 .htm .html .ini .ipynb .js .json .jsonl .kml .lnk .log .lrcat .lrv .m4a "
            + ".m4v .mat .md .md5 .mkv .mov .mp3 .mp4 .mpg .mts .nksc .npy .npz .odt .on1 .onnx .orig .parquet .part .pdf "
            + ".pickle .pkl .pp3 .pptx .pt .pth .ptl .py .rar .rst .safetensors .sfv .sh .sha1 .sha256 .sha512 .sqlite .tar "
            + ".tfrecord .tgz .thm .tmp .toml .torrent .tsv .txt .url .wav .webloc .webm .xls .xlsx .xml .xmp .xz .yaml "
            + ".yml .zip .zst"
    );

    private static readonly HashSet<string> OtherNames = Set("COPYING LICENCE LICENSE Makefile NOTICE README");

    private static readonly HashSet<string> ClutterNames = Set(
        $"desktop.ini ehthumbs.db Thumbs.db {ContactSheet.FileName}"
    );

    private static readonly HashSet<string> SystemFolders = new(
        [
            "__MACOSX",
            "@__thumb",
            "@eaDir",
            "@Recycle",
            "#recycle",
            "#snapshot",
            "$RECYCLE.BIN",
            "iPod Photo Cache",
            "lost+found",
            "RECYCLER",
            "System Volume Information",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly string[] SystemEndings =
    [
        ".aplibrary",
        ".cocatalog",
        ".lrcat-data",
        ".lrdata",
        ".photoslibrary",
    ];

    /// <summary>What a file is; it is opened only where its name does not tell.</summary>
    public static FileKind Of(string path)
    {
        var name = Path.GetFileName(path);
        var extension = Path.GetExtension(name);
        return IsHidden(name) || ClutterNames.Contains(name) ? FileKind.Clutter
            : ReadExtensions.Contains(extension) ? FileKind.Image
            : OtherNames.Contains(name) || OtherExtensions.Contains(extension) || IsBackup(name) ? FileKind.Other
            : UnreadExtensions.Contains(extension) ? Unread(ImageFile.ReadStart(path))
            : ByContent(ImageFile.ReadStart(path));
    }

    /// <summary>Whether a folder holds what a system or a photo program keeps for itself: thumbnails, trash, catalogues.</summary>
    public static bool IsSystemFolder(string name) =>
        IsHidden(name)
        || SystemFolders.Contains(name)
        || Array.Exists(SystemEndings, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    private static bool IsHidden(string name) => name.StartsWith('.');

    /// <summary>Of an editor or of ExifTool: the same picture once more.</summary>
    private static bool IsBackup(string name) =>
        name.EndsWith('~') || name.EndsWith("_original", StringComparison.OrdinalIgnoreCase);

    private static HashSet<string> Set(string names) => new(names.Split(' '), StringComparer.OrdinalIgnoreCase);

    private static FileKind ByContent(ReadOnlySpan<byte> start)
    {
        try
        {
            _ = ImageFormats.Detect(start);
            return FileKind.Image;
        }
        catch (BadImageException bad)
        {
            return bad.Kind switch
            {
                BadImageKind.Unsupported => FileKind.UnreadPicture,
                // A damaged PNG is still meant as one.
                BadImageKind.Truncated or BadImageKind.Corrupt => FileKind.Image,
                _ => FileKind.Other,
            };
        }
    }

    /// <summary>Telephones call JPEG files .heic too; raw files begin as a TIFF does.</summary>
    private static FileKind Unread(ReadOnlySpan<byte> start) =>
        ByContent(start) == FileKind.Image && ImageFormats.Detect(start) != ImageFormat.Tiff
            ? FileKind.Image
            : FileKind.UnreadPicture;
}
