namespace WFrame.Bench.Device;

/// <summary>What the device check is told.</summary>
/// <param name="Device">cuda, cuda:N or ort-cpu.</param>
/// <param name="Seconds">Seconds that all of it may take.</param>
/// <param name="Python">A Python that may have PyTorch; none is asked when null.</param>
/// <param name="Script">The PyTorch script.</param>
internal sealed record DeviceOptions(string Device, int Seconds, string? Python, string Script)
{
    public bool OnGpu => Device.StartsWith("cuda", StringComparison.Ordinal);

    /// <summary>Reads --device, --seconds, --python and --script, each with a value.</summary>
    /// <exception cref="UsageException">Another option, or one without its value.</exception>
    public static DeviceOptions Parse(IReadOnlyList<string> words)
    {
        var options = new DeviceOptions("cuda", 480, null, "bench/device_check_torch.py");
        if (words.Count % 2 != 0)
        {
            throw new UsageException($"Option {words[^1]} has no value; every option of device-check needs one.");
        }
        foreach (var pair in words.Chunk(2))
        {
            options = pair[0] switch
            {
                "--device" => options with { Device = pair[1] },
                "--seconds" when int.TryParse(pair[1], CultureInfo.InvariantCulture, out var seconds) && seconds > 0 =>
                    options with
                    {
                        Seconds = seconds,
                    },
                "--python" => options with { Python = pair[1] },
                "--script" => options with { Script = pair[1] },
                _ => throw new UsageException(
                    $"{pair[0]} {pair[1]} is not known; allowed are --device NAME, --seconds N (above 0), --python FILE and --script FILE."
                ),
            };
        }
        return options;
    }
}
