using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PhigrosLogin.Server;
using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Tests;

/// <summary>
/// A gateway on a port of its own, in front of whatever upstream a test gives it. Who brings a clock has it in the process of
/// the tests, where the clock can be moved and everything looked at. All others know nothing of it but its HTTP API, and
/// in a full run there stands the published file.
/// </summary>
internal class TestGateway : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly bool _isPublished;
    private readonly bool _isInside;
    private readonly LogSink _log = new();
    private readonly List<string> _errors = [];
    private IRunningGateway? _running;
    private HttpClient? _http;
    private string[] _settings = [];

    protected TestGateway(TimeProvider time, bool isInside) =>
        (_time, _isInside, _isPublished) = (time, isInside, !isInside && ServerProcess.Published is not null);

    /// <summary>The clock of a gateway to which none is brought: nobody moves the one of the published file.</summary>
    protected static TimeProvider DoorTime => ServerProcess.Published is null ? new ManualClock() : TimeProvider.System;

    /// <summary>The clock, where the test moves it.</summary>
    public ManualClock Clock => (ManualClock)Inside._time;

    public Gateway Gateway => ((GatewayInside)Inside._running!).Gateway;

    /// <summary>What the gateway has logged.</summary>
    public LogSink Log => Inside._log;

    public HttpClient Http => _http!;

    public Uri Url => Http.BaseAddress!;

    /// <summary>The process that answers.</summary>
    public int ProcessId => _running!.ProcessId;

    private TestGateway Inside => _isInside ? this : throw new InvalidOperationException("This is a test of the HTTP API alone: bring a clock to move it or to look inside.");

    /// <summary>A gateway whose region cn is the given upstream.</summary>
    public static Task<TestGateway> StartAsync(Uri upstream, params string[] settings) => StartAsync(new TestGateway(DoorTime, isInside: false), upstream, settings);

    /// <summary>The same in the process of the tests, on a clock of theirs.</summary>
    public static Task<TestGateway> StartAsync(TimeProvider time, Uri upstream, params string[] settings) => StartAsync(new TestGateway(time, isInside: true), upstream, settings);

    /// <summary>The same with nothing but its HTTP API, on the real clock also where it is not the published file.</summary>
    public static Task<TestGateway> StartInRealTimeAsync(Uri upstream, params string[] settings) =>
        StartAsync(new TestGateway(TimeProvider.System, isInside: false), upstream, settings);

    private static async Task<TestGateway> StartAsync(TestGateway gateway, Uri upstream, string[] settings)
    {
        await gateway.StartGatewayAsync([.. PointAt("cn", upstream), .. settings]);
        return gateway;
    }

    /// <summary>The settings that send a region to an upstream of the test.</summary>
    public static IEnumerable<string> PointAt(string region, Uri upstream) =>
        ((string[])["AccountsUrl", "ApiUrl", "CloudUrl"]).Select(role => $"--Regions:{region}:{role}={upstream}");

    public Task<RawAnswer> GetAsync(string route, string query = "") =>
        RawHttp.GetAsync(Url, $"/api/LoginQrCode/{route}{query}");

    public Task<RawAnswer> PostAsync(string route, string body, string query = "") =>
        RawHttp.PostAsync(Url, $"/api/LoginQrCode/{route}{query}", body);

    /// <summary>Where Prometheus would read, of a gateway with <c>ManagementUrls</c>.</summary>
    public Task<Uri> ManagementUrl => _running!.ManagementUrl;

    /// <summary>What Prometheus would read there.</summary>
    public async Task<string> ScrapeAsync() => (await RawHttp.GetAsync(await ManagementUrl, "/metrics")).Body;

    /// <summary>Lets one interval pass, so that the next check asks TapTap.</summary>
    public Task PassIntervalAsync(int seconds = 3)
    {
        var interval = TimeSpan.FromSeconds(seconds);
        // The published file has the real clock and says nothing when an interval is over. A little more, because its clock is finer.
        if (Hands is null) return Task.Delay(interval + TimeSpan.FromMilliseconds(50), _time);
        Hands.Advance(interval);
        return Task.CompletedTask;
    }

    /// <summary>Stops the gateway and starts another one with the same settings and these, at the same hour.</summary>
    public async Task RestartGatewayAsync(params string[] more)
    {
        await StopGatewayAsync();
        await StartAgainAsync(more);
    }

    /// <summary>Stops the gateway as a signal would.</summary>
    public async Task StopGatewayAsync()
    {
        Http.Dispose();
        await using var running = _running!;
        await running.StopAsync();
        _errors.AddRange(running.Errors);
        _running = null;
    }

    /// <summary>Starts another gateway with the same settings and these.</summary>
    public Task StartAgainAsync(params string[] more) => StartGatewayAsync([.. _settings, .. more]);

    /// <summary>Waits until the gateway asks nobody anything.</summary>
    public Task SettledAsync() => Inside.WhenIdleAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_running is not null) await StopGatewayAsync();
        _http?.Dispose();
        _log.Dispose();
        _errors.ShouldBeEmpty();
        GC.SuppressFinalize(this);
    }

    /// <summary>The clock that the gateway goes by where it can be moved, whether the test brought it or not.</summary>
    protected ManualClock? Hands => _time as ManualClock;

    protected Task WhenIdleAsync() => ((GatewayInside)_running!).Gateway.Services.GetRequiredService<LoginFlow>().WhenIdle();

    protected async Task StartGatewayAsync(string[] settings)
    {
        _settings = settings;
        string[] own = [.. await FreshStoreAsync(settings), .. settings];
        _running = _isPublished ? await ServerProcess.StartAsync(own) : new GatewayInside(await Gateway.StartAsync([.. ServerProcess.ForTests, .. own], _time, KeepLog), _log);
        _http = new HttpClient { BaseAddress = _running.Url };
    }

    private void KeepLog(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(_log);
    }

    // Longer than Npgsql's defaults: the retry of the gateway runs on the clock of its test, which may stand still.
    private const string DatabaseTimeouts = "Timeout=60;Command Timeout=60";

    /// <summary>
    /// A store with nothing in it, unless the test names one: in memory, or with <c>PHIGROSLOGIN_TEST_STORE=postgres</c>
    /// in PostgreSQL, so that the same tests say the same of both.
    /// </summary>
    private static async Task<string[]> FreshStoreAsync(string[] settings) =>
        settings.Any(setting => setting.StartsWith("--Store=", StringComparison.Ordinal)) ? [] :
        Environment.GetEnvironmentVariable("PHIGROSLOGIN_TEST_STORE") == "postgres"
            ? [
                $"--Store={await (await PostgresServer.SharedAsync()).NewStoreAsync()};{DatabaseTimeouts}",
                $"--StoreKey={PostgresServer.StoreKey.Reveal()}",
            ]
            : [];
}
