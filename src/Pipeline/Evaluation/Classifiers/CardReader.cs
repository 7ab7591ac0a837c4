using WFrame.Images.Geometry;

namespace WFrame.Evaluation.Classifiers;

/// <summary>Reads the fields of a classifier card; whatever changes a score must be said and be known to us.</summary>
internal static class CardReader
{
    public static ClassifierCard Read(CardJson card)
    {
        _ = card["schema"].OneOf((ClassifierCard.Schema, true));
        var file = card["file"];
        if (Path.IsPathRooted(file.Text()) || file.Text().Contains("..", StringComparison.Ordinal))
        {
            throw file.Wrong("a file name beside the card");
        }
        var sha256 = card["sha256"];
        if (sha256.Text().Length != 64 || !sha256.Text().All(char.IsAsciiHexDigitLower))
        {
            throw sha256.Wrong("64 lower-case hexadecimal digits");
        }
        var outputs = card["outputs"];
        var (logits, features) = (Output(outputs.Find("logits")), Output(outputs.Find("features")));
        if (logits is null && features is null)
        {
            throw outputs.Wrong("an object with logits, features or both");
        }
        return new ClassifierCard
        {
            Protocol = card["protocol"].Text(),
            Name = card["name"].Text(),
            ModelPath = Path.Combine(Path.GetDirectoryName(card.File) ?? "", file.Text()),
            Sha256 = sha256.Text(),
            Input = Input(card["input"]),
            Logits = logits,
            Features = features,
        };
    }

    private static ClassifierOutput? Output(CardJson? found)
    {
        if (found is not { } output)
        {
            return null;
        }
        var shape = output["shape"];
        var columns = shape.Shape(2)[1] ?? throw shape.Wrong("[\"N\", columns] with a fixed number of columns");
        return new ClassifierOutput(output["name"].Text(), columns);
    }

    private static ClassifierInput Input(CardJson input)
    {
        _ = input["type"].OneOf(("float32", true));
        _ = input.Find("formula")?.OneOf(("(pixel - mean) * scale", true));
        var channelsFirst = input["layout"].OneOf(("NCHW", true), ("NHWC", false));
        var isBgr = input["channelOrder"].OneOf(("BGR", true), ("RGB", false));
        var meanIsBgr = input.Find("meanOrder")?.OneOf(("BGR", true), ("RGB", false)) ?? isBgr;
        var range = input["range"].Numbers(2);
        if (range[0] >= range[1])
        {
            throw input["range"].Wrong("[low, high] with low below high");
        }
        var fit = input["fit"]
            .OneOf(("center-crop-square", InputFit.CenterCrop), ("stretch", InputFit.Stretch), ("none", InputFit.None));
        var filter = Filter(input["resize"]);
        return new ClassifierInput
        {
            Name = input["name"].Text(),
            ChannelsFirst = channelsFirst,
            IsBgr = isBgr,
            Range = (range[0], range[1]),
            Mean = InOrder(input["mean"].Numbers(3), meanIsBgr, isBgr),
            Scale = InOrder(Scale(input["scale"]), meanIsBgr, isBgr),
            Size = Size(input, channelsFirst, filter is null, fit),
            Fit = fit,
            Filter = filter,
        };
    }

    /// <summary>The kernel, or null for "in-graph": then the network resizes images of any size itself.</summary>
    private static ResampleFilter? Filter(CardJson resize)
    {
        var filter = resize["filter"]
            .OneOf<ResampleFilter?>(
                ("bicubic", ResampleFilter.Bicubic),
                ("bilinear", ResampleFilter.Bilinear),
                ("box", ResampleFilter.Box),
                ("lanczos", ResampleFilter.Lanczos),
                ("in-graph", null)
            );
        if (filter is null)
        {
            return null;
        }
        // Ours is Pillow's resize: antialiased, cubic a = -0.5. A card that wants another one must not be scored with it.
        if (resize["antialias"].Value.ValueKind != System.Text.Json.JsonValueKind.True)
        {
            throw resize["antialias"].Wrong("true, or else the resize belongs inside the graph (filter \"in-graph\")");
        }
        if (resize.Find("coefficient") is { } coefficient && coefficient.Value.GetRawText() is not ("-0.5" or "-0.50"))
        {
            throw coefficient.Wrong("-0.5, or else the resize belongs inside the graph (filter \"in-graph\")");
        }
        return filter;
    }

    private static ImageSize? Size(CardJson input, bool channelsFirst, bool inGraph, InputFit fit)
    {
        var field = input["shape"];
        var shape = field.Shape(4);
        var (channels, height, width) = channelsFirst ? (shape[1], shape[2], shape[3]) : (shape[3], shape[1], shape[2]);
        if (channels != 3)
        {
            throw field.Wrong("of 3 channels where the layout has them");
        }
        if (inGraph)
        {
            return (height, width) == (null, null)
                ? fit == InputFit.Stretch
                    ? throw input["fit"].Wrong("\"none\" or \"center-crop-square\", because the graph resizes")
                    : null
                : throw field.Wrong("of any height and width (texts), because the graph resizes");
        }
        var size = new ImageSize(input["height"].Size(), input["width"].Size());
        return (height ?? size.Height, width ?? size.Width) == (size.Height, size.Width)
            ? size
            : throw field.Wrong($"of height {size.Height} and width {size.Width}, as the card says elsewhere");
    }

    private static double[] Scale(CardJson scale)
    {
        var numbers = scale.Numbers(3);
        return numbers.Contains(0) ? throw scale.Wrong("a list of 3 numbers other than 0") : numbers;
    }

    private static double[] InOrder(double[] values, bool isBgr, bool wanted) =>
        isBgr == wanted ? values : [values[2], values[1], values[0]];
}
