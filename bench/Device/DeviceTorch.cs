using WFrame.Cpu;
using WFrame.Files;
using WFrame.Reports;
using WFrame.Trunks;

namespace WFrame.Bench.Device;

/// <summary>The same steps in PyTorch: writes the trunk and a reference, runs the script, reads its lines.</summary>
internal static class DeviceTorch
{
    private const int ReferenceModels = 2;
    private const int ReferencePixels = 32;

    /// <param name="options">Python, script and device.</param>
    /// <param name="sizes">Sizes.</param>
    /// <param name="seconds">Seconds for all of them.</param>
    /// <param name="facts">Receives versions, and how far its steps are from the CPU engine's.</param>
    /// <param name="left">Receives a sentence about each size that was not measured.</param>
    public static IReadOnlyList<RateResult> Measure(
        DeviceOptions options,
        IReadOnlyList<(int Pixels, int Models)> sizes,
        double seconds,
        Dictionary<string, string> facts,
        List<string> left
    )
    {
        if (options.Python is not { } python)
        {
            left.Add("PyTorch: no Python was named that has it.");
            return [];
        }
        var folder = Directory.CreateTempSubdirectory("device-check-");
        try
        {
            WriteInputs(folder.FullName);
            var lines = Lines(python, options, folder.FullName, sizes, seconds, left);
            var results = new List<RateResult>();
            foreach (var line in lines)
            {
                if (line["fact"] is { } fact)
                {
                    facts[$"{fact}"] = $"{line["value"]}";
                }
                else if (line["left"] is { } sentence)
                {
                    left.Add($"{sentence}");
                }
                else
                {
                    results.Add(line.Deserialize<RateResult>(ReportJson.Line)!);
                }
            }
            if (lines.Count == 0)
            {
                left.Add($"PyTorch: {python} has none, or it does not run.");
            }
            return results;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Kernels and biases of the trunk, and three steps without noise as the CPU engine takes them.</summary>
    private static void WriteInputs(string folder)
    {
        var trunk = Trunk.Vgg16Conv4();
        foreach (var convolution in trunk.Layers.OfType<ConvolutionLayer>())
        {
            Write($"{convolution.Name}_W", convolution.Kernel);
            Write($"{convolution.Name}_b", convolution.Bias);
        }
        var work = new DeviceWork(trunk, ReferenceModels, ReferencePixels);
        Write("theta", work.Theta.Values);
        Write("x", work.X.Values.Span);
        using var engine = new CpuEngine(trunk);
        work.Run(engine, 3, DeviceWork.Coefficients with { Noise = 0 });
        Write("x3", work.X.Values.Span);
        var (a, b, c) = DeviceWork.Coefficients;
        var settings = new JsonObject
        {
            ["a"] = a,
            ["b"] = b,
            ["c"] = c,
            ["chains"] = DeviceWork.ChainsPerModel,
            ["models"] = ReferenceModels,
            ["pixels"] = ReferencePixels,
        };
        AtomicFile.WriteText(Path.Combine(folder, "settings.json"), settings.ToJsonString());

        void Write(string name, ReadOnlySpan<float> values) =>
            File.WriteAllBytes(Path.Combine(folder, $"{name}.f32"), MemoryMarshal.AsBytes(values));
    }

    /// <summary>The script's lines, each a JSON object; those that came before it was stopped, if it had to be.</summary>
    private static List<JsonNode> Lines(
        string python,
        DeviceOptions options,
        string folder,
        IEnumerable<(int Pixels, int Models)> sizes,
        double seconds,
        List<string> left
    )
    {
        string[] arguments =
        [
            options.Script,
            folder,
            options.OnGpu ? options.Device : "cpu",
            seconds.ToString("f0", CultureInfo.InvariantCulture),
            .. sizes.Select(s => $"{s.Pixels}x{s.Models}"),
        ];
        var lines = new List<JsonNode>();
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true },
        };
        process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is { } text && text.StartsWith('{') && JsonNode.Parse(text) is { } line)
            {
                Console.WriteLine(text);
                lock (lines)
                {
                    lines.Add(line);
                }
            }
        };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return lines;
        }
        process.BeginOutputReadLine();
        // The script keeps the time itself; compiling can hold it up.
        if (!process.WaitForExit(TimeSpan.FromSeconds(seconds + 15)))
        {
            process.Kill(entireProcessTree: true);
            left.Add(
                string.Create(CultureInfo.InvariantCulture, $"PyTorch: stopped {seconds + 15:f0} s after its start.")
            );
        }
        process.WaitForExit();
        return lines;
    }
}
