using Microsoft.Extensions.Configuration;
using PhigrosLogin.Server;

namespace PhigrosLogin.LiveCheck;

/// <summary>The whole check, from the words of the command line to the exit status.</summary>
internal static class LiveCheckRun
{
    public const int AllAsWritten = 0;
    public const int SomethingDiffers = 1;
    public const int WrongUsage = 2;
    public const int NotConfirmed = 3;

    private const string Introduction = """
        This signs you in to the real TapTap and compares every answer with what is written down about it.

        - You confirm each login on your phone; a link is shown for it. Use your own TapTap account.
        - It reads your TapTap profile and signs in to the game cloud, as the game does. It changes nothing there.
        - If your account has never played in a region, the cloud is asked not to create a player. Whether it obeys is
          the first thing to find out: if it does not, an empty player will exist, as after a first start of the game.
        - What it writes has every secret masked, and nothing is sent anywhere else.
        """;

    public static async Task<int> RunAsync(IEnumerable<string> words, IConfiguration configuration, Desk desk, CancellationToken cancellationToken)
    {
        if (LiveCheckArguments.TryRead(words) is not { } wanted || (desk.Input is null && !wanted.Go))
        {
            await desk.SayAsync(LiveCheckArguments.Usage);
            return WrongUsage;
        }
        var settings = new SettingsReader(configuration);
        RegionOptions[] known = [RegionOptions.Read(settings, Region.China), RegionOptions.Read(settings, Region.International)];
        var minimumInterval = settings.Duration("Polling:MinimumInterval", "3s", "50ms", "5m");
        var timeout = settings.Duration("Upstream:Timeout", "15s", "100ms", "60s");
        var connectTimeout = settings.Duration("Upstream:ConnectTimeout", "10s", "100ms", "60s");
        settings.ThrowIfBad();

        await desk.SayAsync(Introduction);
        if (!await desk.AskAsync("Begin?", usual: true)) return NotConfirmed;

        var results = new List<RegionResult>();
        var exchanges = new List<Exchange>();
        foreach (var options in known.Where(options => wanted.Regions.Contains(options.Region.Name)))
        {
            using var recorder = new Recorder(UpstreamHttp.CreateHandler(connectTimeout, options.Proxy));
            using var connections = new HttpClient(recorder, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = UpstreamHttp.BodyLimit };
            var http = new UpstreamHttp(connections, desk.Time, timeout);
            results.Add(await new RegionCheck(desk, options.Region, recorder, http, minimumInterval, wanted).RunAsync(cancellationToken));
            exchanges.AddRange(recorder.Exchanges);
        }
        await ReportAsync(desk, wanted, results, new Mask(exchanges));
        return results.Exists(result => result.WasNotConfirmed) ? NotConfirmed :
            results.Exists(result => result.Differs) ? SomethingDiffers :
            AllAsWritten;
    }

    private static async Task ReportAsync(Desk desk, LiveCheckArguments wanted, List<RegionResult> results, Mask mask)
    {
        await new Report(results, mask, desk.Time.GetUtcNow()).WriteAsync(wanted.ReportFolder);
        await desk.SayAsync();
        foreach (var result in results) await desk.SayAsync($"failOnNotExist, {result.Region}: {FailOnNotExist.Answer(result)}");
        var differences = results.SelectMany(result => result.Differences(mask)).ToList();
        await desk.SayAsync(differences.Count == 0 ? "All answers are as they are written down." : "What differs:");
        foreach (var difference in differences) await desk.SayAsync($"- {difference}");
        await desk.SayAsync($"The report: {Path.Combine(wanted.ReportFolder, "report.md")}");
    }
}
