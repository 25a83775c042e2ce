using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Secrecy;

/// <summary>
/// Promises 27 and 32: marked secrets go through every route, every fault and a shutdown with every log level on, and nothing
/// that is written down holds one of them.
/// </summary>
[Collection(nameof(Alone))] // else what other tests do would be found in what the process tells of itself
public class CanaryTests
{
    /// <summary>The longest pause between two tries of an exchange.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private static readonly Canary Marks = new(CanaryMarks.All);

    /// <summary>What leaves through no API but the LoginQrCode API.</summary>
    private static readonly Canary TapTaps = new([.. CanaryMarks.All.Where(mark => mark.Name is "device code" or "kid" or "mac key")]);

    /// <summary>Where a secret could come to lie. A new place is one more row.</summary>
    private static readonly (string Name, Func<Run, IEnumerable<string>> Texts)[] Sinks =
    [
        ("the log", run => run.Log.Lines.Select(line => $"{line.Category}: {line.Text}")),
        ("the log's values", run => run.Log.Lines.Select(line => line.Values)),
        ("an answer's headers", run => run.Answers.SelectMany(answer => answer.Headers.Where(header => !CanaryRoutes.IsTheWayToTapTap(answer, header.Key)).Select(header => $"{header.Key}: {header.Value}"))),
        ("a refusal's body", run => run.Answers.Where(CanaryRoutes.IsRefusal).Select(answer => answer.Body)),
        ("a request line to an upstream", run => run.Upstream.RequestLines),
        ("an activity", run => run.Telltale.Activities),
        ("a measurement", run => run.Telltale.Measurements),
        ("an exception", run => run.Telltale.Exceptions),
        ("/metrics", run => run.Metrics),
    ];

    [Fact]
    public async Task No_secret_is_written_down()
    {
        await using var upstream = new CanaryUpstream();
        using var telltale = new Telltale();
        var run = new Run(upstream, telltale);

        await using (var gateway = await TestGateway.StartAsync(new ManualClock(), new Uri("http://127.0.0.1:9"), [.. upstream.Settings, "--Upstream:CallsPerSecond=0", "--ManagementUrls=http://127.0.0.1:0"]))
        {
            run.Log = gateway.Log;
            using var connection = new KeptConnection(gateway.Url);
            foreach (var (_, choose) in CanaryUpstream.Days)
            {
                upstream.Become(path => path == "/oauth2/v1/device/code" ? CanaryUpstream.Well(path) : choose(path));
                var login = CanaryRoutes.Open(connection);
                var own = CanaryRoutes.Start(connection);
                run.Credentials.AddRange([login.Secret, own.Cookie.Split('=')[1]]);
                run.LinkAnswers.Add(connection.Get($"/api/v1/logins/{own.Id}?ensureQr=true"));
                run.LinkAnswers.Add(connection.Get($"/api/v1/logins/{login.Id}?ensureQr=true"));
                upstream.Become(choose);
                run.Answers.AddRange(CanaryRoutes.All.Select(route => route.Ask(connection)));
                await PassAsync(gateway, TimeSpan.FromSeconds(10)); // the login's code is polled, and what TapTap granted exchanged
                run.LinkAnswers.AddRange(CanaryRoutes.OfAPolledLogin.Select(route => route.Ask(connection, login)));
                run.LinkAnswers.Add(connection.Get($"/l/{own.Id}", $"Cookie: {own.Cookie}\r\n"));
                await PassAsync(gateway, TimeSpan.FromMinutes(20)); // every code is forgotten, so that the next day asks anew
            }
            run.Metrics.AddRange((await gateway.ScrapeAsync()).Split('\n'));
        }
        run.Answers.AddRange(run.LinkAnswers);

        foreach (var (name, texts) in Sinks)
        {
            texts(run).ShouldNotBeEmpty(name);
            texts(run).Distinct().SelectMany(text => Marks.Find(name, text)).ShouldBeEmpty();
        }
        run.LinkAnswers.SelectMany(answer => TapTaps.Find("an answer to a bot or a player", answer.Body)).ShouldBeEmpty();
        run.LinkAnswers.ShouldContain(answer => answer.Body.Contains(WireBody.SessionToken), "else no login came to its end");
        var issued = new Canary([.. run.Credentials.Select(credential => ("login secret or browser cookie", credential))]);
        run.Log.Lines.SelectMany(line => issued.Find("the log", $"{line.Text} {line.Values}")).ShouldBeEmpty();
        run.Metrics.SelectMany(line => issued.Find("/metrics", line)).ShouldBeEmpty();
        run.Log.Lines.ShouldContain(line => line.Category.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) && line.Level == Microsoft.Extensions.Logging.LogLevel.Debug);
    }

    /// <summary>Lets time pass, and more of it wherever a login sleeps between two tries, until the gateway asks nobody anything.</summary>
    private static async Task PassAsync(TestGateway gateway, TimeSpan time)
    {
        gateway.Clock.Advance(time);
        var settled = gateway.SettledAsync();
        while (await Task.WhenAny(settled, gateway.Clock.UntilWakingWithinAsync(Pause)) != settled) gateway.Clock.Advance(Pause);
    }

    private sealed record Run(CanaryUpstream Upstream, Telltale Telltale)
    {
        public LogSink Log { get; set; } = new();

        public List<RawAnswer> Answers { get; } = [];

        /// <summary>What the Login API said of the logins that came to an end.</summary>
        public List<RawAnswer> LinkAnswers { get; } = [];

        /// <summary>The login secrets and browser cookies that the gateway issued.</summary>
        public List<string> Credentials { get; } = [];

        /// <summary>The lines that Prometheus would read.</summary>
        public List<string> Metrics { get; } = [];
    }
}
