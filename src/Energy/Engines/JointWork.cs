using WFrame.Noise;
using WFrame.Responses;

namespace WFrame.Engines;

/// <summary>Makes several calls as few: images and thetas one behind the other, and what comes out back to each.</summary>
internal sealed class JointWork(IEnergyEngine engine)
{
    private float[] _pixels = [];
    private float[] _responses = [];
    private EnergyResults? _results;

    /// <summary>Makes all calls; each is told when it is done, or how it failed.</summary>
    public void Do(List<JointCall> calls)
    {
        foreach (var group in calls.GroupBy(call => call.Key ?? call))
        {
            JointCall[] alike = [.. group];
#pragma warning disable CA1031 // Whatever the engine throws is thrown again by each of the calls, on its own thread.
            try
            {
                Make(alike);
                Array.ForEach(alike, call => call.Made.SetResult());
            }
            catch (Exception failure)
            {
                Array.ForEach(alike, call => call.Made.SetException(failure));
            }
#pragma warning restore CA1031
        }
    }

    private void Make(JointCall[] calls)
    {
        switch (calls)
        {
            case [var one]:
                one.Alone(engine);
                break;
            case [ResponsesCall first, ..]:
                Responses([.. calls.Cast<ResponsesCall>()], first);
                break;
            case [EvaluateCall first, ..]:
                Evaluate([.. calls.Cast<EvaluateCall>()], first);
                break;
            default:
                Langevin([.. calls.Cast<LangevinCall>()]);
                break;
        }
    }

    private void Responses(ResponsesCall[] calls, ResponsesCall first)
    {
        var x = Joined(calls);
        var length = first.Layout.Length;
        var responses = Fitted(ref _responses, checked(x.Count * length));
        engine.Responses(x, first.Layout, responses, first.Cancellation);
        foreach (var (call, start) in Placed(calls))
        {
            responses.Slice(start * length, call.X.Count * length).CopyTo(call.Values);
        }
    }

    private void Evaluate(EvaluateCall[] calls, EvaluateCall first)
    {
        var x = Joined(calls);
        var (theta, layout) = (Joined([.. calls.Select(call => call.Theta)]), first.Theta.Layout);
        if (_results is null || _results.Count != x.Count || _results.Size != x.Size || !_results.Layout.Equals(layout))
        {
            _results = new EnergyResults(x.Count, x.Size, layout);
        }
        engine.Evaluate(x, theta, _results, first.Cancellation);
        foreach (var (call, start) in Placed(calls))
        {
            Part(_results.Responses, call.Results.Responses);
            Part(_results.Phi, call.Results.Phi);
            Part(_results.Gradient, call.Results.Gradient);
            Part(_results.Penalty, call.Results.Penalty);

            void Part<T>(T[] from, T[] to) =>
                from.AsSpan((int)((long)from.Length / x.Count * start), to.Length).CopyTo(to);
        }
    }

    private void Langevin(LangevinCall[] calls)
    {
        var x = Joined(calls);
        // Each call's chains keep their noise, whatever names those of other calls have.
        ChainId[] chains =
        [
            .. calls.SelectMany((call, c) => Enumerable.Range(0, call.X.Count).Select(i => new ChainId(c, i))),
        ];
        var noise = new JointNoise([.. calls.Select(call => call.Run)]);
        var run = new LangevinRun(calls[0].Run.Coefficients, noise, chains, 0, 0, calls[0].Run.Steps);
        engine.Langevin(x, Joined([.. calls.Select(call => call.Theta)]), run, calls[0].Cancellation);
        foreach (var (call, start) in Placed(calls))
        {
            x.Slice(start, call.X.Count).Values.CopyTo(call.X.Values);
        }
    }

    private PixelBatch Joined(IReadOnlyCollection<JointCall> calls)
    {
        var (count, size) = (calls.Sum(call => call.X.Count), calls.First().X.Size);
        var x = new PixelBatch(Fitted(ref _pixels, checked(count * size.Dimension)), count, size);
        foreach (var (call, start) in Placed(calls))
        {
            call.X.Values.CopyTo(x.Slice(start, call.X.Count).Values);
        }
        return x;
    }

    private static Theta Joined(Theta[] thetas)
    {
        var groups = thetas.Sum(theta => theta.Groups);
        var values = GC.AllocateUninitializedArray<float>(checked(groups * thetas[0].Layout.ThetaLength));
        var start = 0;
        foreach (var theta in thetas)
        {
            theta.Values.CopyTo(values, start);
            start += theta.Values.Length;
        }
        return new Theta(thetas[0].Layout, groups, values);
    }

    /// <summary>Calls and their first images among those of all.</summary>
    private static IEnumerable<(T Call, int Start)> Placed<T>(IEnumerable<T> calls)
        where T : JointCall
    {
        var start = 0;
        foreach (var call in calls)
        {
            yield return (call, start);
            start += call.X.Count;
        }
    }

    private static Memory<float> Fitted(ref float[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = GC.AllocateUninitializedArray<float>(length);
        }
        return buffer.AsMemory(0, length);
    }

    /// <summary>The noise of several runs: a chain's model is the run it belongs to.</summary>
    private sealed class JointNoise(LangevinRun[] runs) : INoiseSource
    {
        public void Fill(ChainId chain, int iteration, int step, Span<float> destination)
        {
            var run = runs[chain.Model];
            run.Noise.Fill(run.Chains[chain.Chain], run.Iteration, run.FirstStep + step, destination);
        }
    }
}
