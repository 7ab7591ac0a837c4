using System.Text;
using System.Text.Json;
using WFrame.Metrics;

namespace WFrame.Evaluation.Report;

/// <summary>An evaluation as JSON, schema wframe.evaluate/1. Keys of metrics that were not asked for are left out.</summary>
public static class EvaluationJson
{
    /// <summary>One object, indented or on one line.</summary>
    public static string Write(EvaluationResult result, bool indented = false)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = indented }))
        {
            json.WriteStartObject();
            json.WriteString("schema", EvaluationResult.Schema);
            WriteProtocol(json, result.Protocol);
            json.WriteNumber("generated", result.GeneratedCount);
            json.WriteNumber("reference", result.ReferenceCount);
            json.WriteStartObject("metrics");
            WriteResponses(json, result);
            WriteScore(json, result);
            WriteFeatures(json, result);
            WritePixels(json, result);
            json.WriteEndObject();
            json.WriteStartArray("warnings");
            foreach (var warning in result.Warnings)
            {
                json.WriteStringValue(warning);
            }
            json.WriteEndArray();
            json.WriteNumber("seconds", Math.Round(result.Elapsed.TotalSeconds, 3));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteProtocol(Utf8JsonWriter json, EvaluationProtocol protocol)
    {
        json.WriteStartObject("protocol");
        Optional(json, "id", protocol.Id);
        Optional(json, "weightsSha256", protocol.WeightsSha256);
        Optional(json, "splits", protocol.Splits);
        if (protocol.Shuffle is { } shuffle)
        {
            json.WriteBoolean("shuffle", shuffle);
        }
        Optional(json, "seed", protocol.Seed);
        Optional(json, "trunk", protocol.Trunk);
        Optional(json, "trunkSha256", protocol.TrunkSha256);
        Optional(json, "size", protocol.Size?.ToString());
        Optional(json, "referenceCrop", protocol.ReferenceCrop);
        json.WriteEndObject();
    }

    private static void WriteResponses(Utf8JsonWriter json, EvaluationResult result)
    {
        if (result.ResponseDistance is not { } distance)
        {
            return;
        }
        json.WriteStartObject("responseDistance");
        WriteDistance(json, distance);
        json.WriteStartArray("layers");
        foreach (var layer in result.PerLayer)
        {
            json.WriteStartObject();
            json.WriteString("layer", layer.Layer);
            WriteDistance(json, layer.Distance);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDistance(Utf8JsonWriter json, ResponseDistance distance)
    {
        json.WriteNumber("distance", distance.Distance);
        json.WriteNumber("observedMean", distance.ObservedMean);
        Optional(json, "relative", distance.Relative);
    }

    private static void WriteScore(Utf8JsonWriter json, EvaluationResult result)
    {
        if (result.InceptionScore is not { } score)
        {
            return;
        }
        json.WriteStartObject("inceptionScore");
        WriteScore(json, score);
        if (result.ScoreInterval is { } interval)
        {
            json.WriteStartObject("interval");
            json.WriteNumber("score", interval.Score);
            json.WriteNumber("low", interval.Low);
            json.WriteNumber("high", interval.High);
            json.WriteNumber("confidence", interval.Confidence);
            json.WriteNumber("replicates", interval.Replicates);
            json.WriteEndObject();
        }
        Optional(json, "extrapolated", result.ScoreExtrapolation?.Score);
        if (result.ReferenceInceptionScore is { } reference)
        {
            json.WriteStartObject("reference");
            WriteScore(json, reference);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteScore(Utf8JsonWriter json, InceptionScoreResult score)
    {
        json.WriteNumber("mean", score.Mean);
        json.WriteNumber("std", score.Std);
        json.WriteNumber("splits", score.Options.Splits);
        json.WriteBoolean("shuffle", score.Options.Shuffle);
        json.WriteNumber("seed", score.Options.Seed);
        json.WriteNumber("n", score.Count);
    }

    private static void WriteFeatures(Utf8JsonWriter json, EvaluationResult result)
    {
        Optional(json, "fid", result.Fid?.Distance);
        if (result.Kid is { } kid)
        {
            json.WriteStartObject("kid");
            json.WriteNumber("mean", kid.Mean);
            json.WriteNumber("std", kid.Std);
            json.WriteNumber("subsets", kid.Values.Count);
            json.WriteNumber("subsetSize", kid.SubsetSize);
            json.WriteNumber("seed", kid.Seed);
            json.WriteEndObject();
        }
        if (result.PrecisionRecall is { } prc)
        {
            json.WriteNumber("precision", prc.Precision);
            json.WriteNumber("recall", prc.Recall);
            json.WriteNumber("fScore", prc.FScore);
            json.WriteNumber("neighborhood", prc.Neighborhood);
        }
    }

    private static void WritePixels(Utf8JsonWriter json, EvaluationResult result)
    {
        if (result.PixelDiversity is { } diversity)
        {
            json.WriteStartObject("pixelDiversity");
            json.WriteNumber("rms", diversity.RootMeanSquare);
            json.WriteNumber("smallest", diversity.Smallest);
            Optional(json, "referenceRms", result.ReferenceDiversity?.RootMeanSquare);
            json.WriteEndObject();
        }
        if (result.NearestImage is { } nearest)
        {
            json.WriteStartObject("nearestImage");
            json.WriteNumber("min", nearest.Min);
            json.WriteNumber("median", nearest.Median);
            json.WriteNumber("max", nearest.Max);
            json.WriteNumber("used", nearest.UsesOfTraining.Count(u => u > 0));
            Optional(json, "copies", nearest.Copies);
            json.WriteEndObject();
        }
    }

    private static void Optional(Utf8JsonWriter json, string key, string? value)
    {
        if (value is not null)
        {
            json.WriteString(key, value);
        }
    }

    private static void Optional(Utf8JsonWriter json, string key, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(key, number);
        }
    }
}
