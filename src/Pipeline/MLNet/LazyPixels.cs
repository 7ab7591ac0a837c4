using Microsoft.ML;
using Microsoft.ML.Data;
using WFrame.Evaluation.Classifiers;
using WFrame.Images;
using WFrame.Images.Sources;

namespace WFrame.MLNet;

/// <summary>A list of pictures as a data view that decodes a picture only when its pixels are asked for.</summary>
internal static class LazyPixels
{
    /// <summary>Pixels for a model.</summary>
    public static IDataView View(
        MLContext context,
        IReadOnlyList<ImageEntry> entries,
        PixelOptions options,
        IReadOnlyList<float> mean,
        Action<string> warn
    )
    {
        var notices = new ImageNotices(warn);
        return View(context, Rows(entries, options, mean, notices), [3, options.Size.Height, options.Size.Width]);
    }

    /// <summary>Pixels for a classifier.</summary>
    /// <exception cref="UsageException">The classifier takes images of any size, which are no vectors of one length.</exception>
    public static IDataView View(MLContext context, IReadOnlyList<ImageEntry> entries, ClassifierCard card)
    {
        var size =
            card.Input.Size
            ?? throw new UsageException(
                $"{card.Name} resizes images within its graph, so their pixels are no column; use Evaluate, or a classifier of fixed size."
            );
        int[] shape = card.Input.ChannelsFirst ? [3, size.Height, size.Width] : [size.Height, size.Width, 3];
        var preparation = new InputPreparation(card.Input);
        return View(context, entries.Select(entry => new Row(entry, new Lazy<float[]>(() => Prepare(entry)))), shape);

        float[] Prepare(ImageEntry entry)
        {
            var values = new float[size.Dimension];
            preparation.Fill(preparation.Fit(entry.Decode()), values);
            return values;
        }
    }

    private static IDataView View(MLContext context, IEnumerable<Row> rows, int[] shape)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Pixels)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, shape);
        return context.Data.LoadFromEnumerable(rows, definition);
    }

    /// <summary>One pass: the crops of a picture share one decoding, which is forgotten with them.</summary>
    private static IEnumerable<Row> Rows(
        IReadOnlyList<ImageEntry> entries,
        PixelOptions options,
        IReadOnlyList<float> mean,
        ImageNotices notices
    )
    {
        var (crops, length) = (options.ImagesPerPicture, options.Size.Dimension);
        for (var i = 0; i < entries.Count; i++)
        {
            var (entry, index) = (entries[i], i);
            var picture = new Lazy<float[]>(() => Load(entry, index, options, mean, notices));
            if (options.SkipBadImages && !CanLoad(picture))
            {
                continue;
            }
            for (var crop = 0; crop < crops; crop++)
            {
                var start = crop * length;
                yield return new Row(entry, new Lazy<float[]>(() => picture.Value[start..(start + length)]));
            }
        }
    }

    /// <summary>The same numbers as <see cref="PixelLoader"/> gives for this place of the list.</summary>
    private static float[] Load(
        ImageEntry entry,
        int index,
        PixelOptions options,
        IReadOnlyList<float> mean,
        ImageNotices notices
    )
    {
        var values = new float[options.ImagesPerPicture * options.Size.Dimension];
        var image = entry.Decode(options.Alpha, options.MaxPixels);
        notices.Add(entry.Name, image.Remarks, options.Alpha);
        _ = PictureCrops.Cut(entry, index, image, sha256: "", options, mean, values);
        return values;
    }

    private static bool CanLoad(Lazy<float[]> picture)
    {
        try
        {
            return picture.Value.Length > 0;
        }
        catch (InvalidContentException)
        {
            return false;
        }
    }

    /// <summary>ML.NET reads only the properties of the columns that are asked for; the setters are there for its checks.</summary>
    private sealed class Row(ImageEntry entry, Lazy<float[]> pixels)
    {
        public float[] Pixels
        {
            get => pixels.Value;
            set => throw new NotSupportedException();
        }

        public string Label
        {
            get => entry.Label ?? "";
            set => throw new NotSupportedException();
        }

        public string Path
        {
            get => entry.Name;
            set => throw new NotSupportedException();
        }
    }
}
