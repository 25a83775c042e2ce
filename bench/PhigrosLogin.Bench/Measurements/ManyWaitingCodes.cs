using System.Collections.Concurrent;
using PhigrosLogin.Bench.Driving;
using PhigrosLogin.Bench.Reporting;

namespace PhigrosLogin.Bench.Measurements;

/// <summary>The same over 10,000 codes at the pace at which the default 50 calls a second go round them: 200 s.</summary>
internal sealed class ManyWaitingCodes : IMeasurement
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(200);

    // The file has a body a line; each request takes the next one.
    private const string Script = """
        local requests, count, next = {}, 0, 0
        function init(args)
          for body in io.lines(args[1]) do
            count = count + 1
            requests[count] = wrk.format('POST', nil, {['Content-Type'] = 'application/json'}, body)
          end
        end
        function request()
          next = next % count + 1
          return requests[next]
        end
        """;

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage)
    {
        await using var gateway = await stage.StartGatewayAsync($"--Polling:MinimumInterval={Interval.TotalSeconds}s");
        var codes = new ConcurrentBag<string>();
        await Parallel.ForAsync(0, stage.Extent.Codes, async (_, cancellationToken) =>
            codes.Add(await stage.Http.GetStringAsync(new Uri(gateway.Url, "/api/LoginQrCode/GetNewQrCode"), cancellationToken)));
        var script = await stage.WriteFileAsync("many.lua", Script);
        var bodies = await stage.WriteFileAsync("many.txt", string.Join('\n', codes));

        var pairs = new Pairs(stage, (child, seconds) => Wrk.LoadAsync(new Uri(child.Url, SameAnswer.Path), seconds, script, bodies));
        return
        [
            await pairs.CompareAsync(
                FormattableString.Invariant($"the same, spread over {stage.Extent.Codes:#,0} waiting codes"),
                atLeast: 0.6,
                gateway,
                stage.Bare,
                mayAsk: (_, time) => stage.Extent.Codes * (1 + (long)(time / Interval))),
        ];
    }
}
