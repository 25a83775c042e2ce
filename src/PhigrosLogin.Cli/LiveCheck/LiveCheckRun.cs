using PhigrosLogin.Client;

namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>The whole check: a login in each region, then the report.</summary>
internal sealed class LiveCheckRun(Words words, ToolSettings settings, Screen screen, Desk desk, TextWriter output)
{
    /// <returns>
    /// <see cref="ExitCode.Done"/>, <see cref="ExitCode.Differs"/>, or <see cref="ExitCode.Refused"/> when a login was not
    /// confirmed.
    /// </returns>
    public async Task<int> RunAsync(LiveCheckOptions wanted, CancellationToken cancellationToken)
    {
        await desk.SayAsync(words.LiveIntroduction);
        if (!await desk.AskAsync(words.LiveBegin, usual: true, cancellationToken)) return ExitCode.Refused;

        var results = new List<RegionResult>();
        foreach (var region in wanted.Regions) results.Add(await CheckAsync(region, wanted, cancellationToken));

        await ReportAsync(wanted, results, new Mask(results.SelectMany(result => result.Exchanges)));
        return results.Exists(result => result.WasNotConfirmed) ? ExitCode.Refused :
            results.Exists(result => result.Differs) ? ExitCode.Differs :
            ExitCode.Done;
    }

    private async Task<RegionResult> CheckAsync(
        Region region, LiveCheckOptions wanted, CancellationToken cancellationToken)
    {
        var proxy = settings.Proxy(region);
        var connectTimes = new ConnectTimes(desk.Time);
        using var handler = UpstreamHttp.CreateHandler(settings.ConnectTimeout, proxy);
        connectTimes.Measure(handler);
        using var recorder = new Recorder(handler);
        using var connections = new Connections(recorder, proxy)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = UpstreamHttp.BodyLimit,
        };
        var http = new UpstreamHttp(connections, desk.Time, settings.Timeout);
        var result = new RegionResult(region.Name) { Exchanges = recorder.Exchanges, Connections = connectTimes.All };
        var check = new RegionCheck(desk, words, region, recorder, http, settings.MinimumInterval, wanted, result);
        await check.RunAsync(cancellationToken);
        if (wanted.Gateway is { } gateway) await SignInAsync(gateway, result, cancellationToken);
        return result;
    }

    // The same person through the gateway has to be the same player.
    private async Task SignInAsync(PhigrosLoginClient gateway, RegionResult result, CancellationToken cancellationToken)
    {
        await desk.SayAsync();
        await desk.SayAsync($"{result.Region}: {words.LiveGateway}");
        try
        {
            await GatewayLogin.RunAsync(
                gateway, result.Region, screen, words, done => Compare(done, result), cancellationToken);
        }
        catch (EndingException ending)
        {
            Failed(ending.ExitCode, ending.Message);
        }
        catch (GatewayException exception)
        {
            Failed(ExitCode.Upstream, exception.Message);
        }

        void Failed(int code, string reason)
        {
            result.Gateway = $"failed with exit code {code}.";
            result.WasNotConfirmed |= code is ExitCode.Refused or ExitCode.Expired;
            result.Troubles.Add($"Gateway: {reason}");
        }
    }

    private static void Compare(SignIn done, RegionResult result)
    {
        var isAnother = result.PlayerId is { } expected && done.PlayerId != expected;
        result.Gateway = isAnother ? "signed in, another player." :
            result.PlayerId is null ? "signed in." :
            "signed in, the same player.";
        if (isAnother) result.Troubles.Add("Gateway: the player is another one than without the gateway.");
    }

    private async Task ReportAsync(LiveCheckOptions wanted, List<RegionResult> results, Mask mask)
    {
        var when = desk.Time.GetUtcNow();
        await new Report(results, mask, when).WriteAsync(wanted.ReportFolder);
        await desk.SayAsync();
        var differences = results.SelectMany(result => result.Differences(mask)).ToList();
        await desk.SayAsync(differences.Count == 0 ? words.LiveNothingDiffers : words.LiveDiffers);
        foreach (var difference in differences) await desk.SayAsync($"- {difference}");
        await desk.SayAsync(words.LiveReport(Path.Combine(wanted.ReportFolder, "report.md")));
        foreach (var result in results)
        {
            foreach (var line in new IssueLines(result, mask, when).All()) await output.WriteLineAsync(line);
        }
    }
}
