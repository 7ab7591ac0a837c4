using BitMiracle.LibJpeg.Classic;

namespace WFrame.Images.Codecs;

/// <summary>
/// LibJpeg.NET down to the planes of a JPEG, and from there libjpeg's own arithmetic: the pixels are those of Pillow and
/// OpenCV to the bit (see <see cref="ChromaPlane"/>).
/// </summary>
internal static class JpegCodec
{
    private const int Block = 8;
    private const int Adobe = 0xEE;

    /// <summary>Decodes to 8-bit RGB as stored: no orientation, no colour management.</summary>
    /// <param name="file">A whole file whose structure was checked.</param>
    public static unsafe RgbImage Decode(ReadOnlySpan<byte> file)
    {
        fixed (byte* start = file)
        {
            using var stream = new UnmanagedMemoryStream(start, file.Length);
            var jpeg = new jpeg_decompress_struct(new Silent());
            jpeg.jpeg_stdio_src(stream);
            jpeg.jpeg_save_markers(Adobe, 12);
            jpeg.jpeg_read_header(true);
            return Colours(jpeg, Planes(jpeg));
        }
    }

    /// <summary>The planes as they are stored.</summary>
    private static ChromaPlane[] Planes(jpeg_decompress_struct jpeg)
    {
        jpeg.Dct_method = J_DCT_METHOD.JDCT_ISLOW;
        // Otherwise the library enlarges in the frequency domain, as libjpeg 7 and later do.
        jpeg.Do_fancy_upsampling = false;
        jpeg.Raw_data_out = true;
        jpeg.Out_color_space = jpeg.Jpeg_color_space;
        jpeg.jpeg_start_decompress();
        var parts = jpeg.Comp_info[..jpeg.Num_components];
        var (across, down) = (parts.Max(c => c.H_samp_factor), parts.Max(c => c.V_samp_factor));
        var (width, height) = (jpeg.Output_width, jpeg.Output_height);
        var (columns, bands) = (Blocks(width, across), Blocks(height, down));
        var planes = parts.Select(c => Rows(bands * c.V_samp_factor * Block, (columns * c.H_samp_factor * Block) + 16));
        byte[][][] whole = [.. planes];
        var band = new byte[parts.Length][][];
        for (var i = 0; jpeg.Output_scanline < height; i++)
        {
            for (var c = 0; c < parts.Length; c++)
            {
                var rows = parts[c].V_samp_factor * Block;
                band[c] = whole[c][(i * rows)..((i + 1) * rows)];
            }
            jpeg.jpeg_read_raw_data(band, down * Block);
        }
        return
        [
            .. parts.Select(
                (c, i) =>
                    new ChromaPlane(
                        whole[i],
                        Share(width, c.H_samp_factor, across),
                        Share(height, c.V_samp_factor, down),
                        across / c.H_samp_factor,
                        down / c.V_samp_factor
                    )
            ),
        ];

        static int Blocks(int length, int factor) => (length + (factor * Block) - 1) / (factor * Block);
        static int Share(int length, int factor, int most) => ((length * factor) + most - 1) / most;
        static byte[][] Rows(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new byte[length])];
    }

    private static RgbImage Colours(jpeg_decompress_struct jpeg, ChromaPlane[] planes)
    {
        var stored = jpeg.Jpeg_color_space;
        // Adobe's programs store ink inverted: 255 is no ink. Without their marker 0 is.
        var inverted = jpeg.Marker_list.Any(m => m.Marker == Adobe && m.Data.AsSpan().StartsWith("Adobe"u8));
        var image = new RgbImage(jpeg.Output_width, jpeg.Output_height)
        {
            Remarks = new PictureRemarks { GuessedInk = planes.Length == 4 && !inverted },
        };
        byte[][] buffers = [.. planes.Select(p => new byte[p.Width * p.Across])];
        var values = new byte[planes.Length][];
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(y);
            for (var c = 0; c < planes.Length; c++)
            {
                values[c] = planes[c].Row(y, buffers[c]);
            }
            // Nearly all files have these three planes.
            var done =
                planes.Length == 3 && stored == J_COLOR_SPACE.JCS_YCbCr
                    ? YcbcrRow.Convert(values[0], values[1], values[2], row)
                    : 0;
            for (var x = done; x < image.Width; x++)
            {
                var pixel = row.Slice(3 * x, 3);
                var first = values[0][x];
                if (planes.Length < 3)
                {
                    pixel.Fill(first);
                    continue;
                }
                (pixel[0], pixel[1], pixel[2]) = (first, values[1][x], values[2][x]);
                if (stored is J_COLOR_SPACE.JCS_YCbCr or J_COLOR_SPACE.JCS_YCCK)
                {
                    YcbcrRow.ToRgb(pixel);
                }
                if (planes.Length == 4)
                {
                    Print(pixel, values[3][x], stored == J_COLOR_SPACE.JCS_YCCK, inverted);
                }
            }
        }
        return image;
    }

    /// <summary>Ink on white paper: (255 - C)(255 - K)/255, rounded.</summary>
    private static void Print(Span<byte> pixel, byte black, bool converted, bool inverted)
    {
        foreach (ref var ink in pixel)
        {
            // What YCCK converts to is 255 minus the stored ink.
            var paper = converted == inverted ? 255 - ink : ink;
            var product = (paper * (inverted ? black : 255 - black)) + 128;
            ink = (byte)((product + (product >> 8)) >> 8);
        }
    }

    /// <summary>The structure check has judged the file; warnings have no place to go.</summary>
    private sealed class Silent : jpeg_error_mgr
    {
        public override void emit_message(int msg_level) { }

        public override void output_message() { }
    }
}
