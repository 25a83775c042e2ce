using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PhigrosLogin.Server;
using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Tests;

/// <summary>A gateway on a port of its own, in front of whatever upstream a test gives it.</summary>
internal class TestGateway : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private Gateway? _gateway;
    private HttpClient? _http;
    private string[] _settings = [];

    protected TestGateway(TimeProvider time) => _time = time;

    /// <summary>The clock, where the test moves it.</summary>
    public ManualClock Clock => (ManualClock)_time;

    public Gateway Gateway => _gateway!;

    public HttpClient Http => _http!;

    public Uri Url => Http.BaseAddress!;

    /// <summary>What the gateway has logged.</summary>
    public LogSink Log { get; } = new();

    /// <summary>A gateway whose region cn is the given upstream.</summary>
    public static Task<TestGateway> StartAsync(Uri upstream, params string[] settings) => StartAsync(new ManualClock(), upstream, settings);

    /// <inheritdoc cref="StartAsync(Uri, string[])" />
    public static async Task<TestGateway> StartAsync(TimeProvider time, Uri upstream, params string[] settings)
    {
        var gateway = new TestGateway(time);
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

    /// <summary>What Prometheus would read, of a gateway with <c>ManagementUrls</c>.</summary>
    public async Task<string> ScrapeAsync() => (await RawHttp.GetAsync(new Uri(Gateway.ManagementAddresses.First()), "/metrics")).Body;

    /// <summary>Lets one interval pass, so that the next check asks TapTap.</summary>
    public void PassInterval() => Clock.Advance(TimeSpan.FromSeconds(3));

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
        await Gateway.DisposeAsync();
    }

    /// <summary>Starts another gateway with the same settings and these.</summary>
    public Task StartAgainAsync(params string[] more) => StartGatewayAsync([.. _settings, .. more]);

    /// <summary>Waits until the gateway asks nobody anything.</summary>
    public Task SettledAsync() => Gateway.Services.GetRequiredService<LoginFlow>().WhenIdle();

    public virtual async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_gateway is not null) await _gateway.DisposeAsync();
        Log.Errors.ShouldBeEmpty();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// A store with nothing in it, unless the test names one: in memory, or with <c>PHIGROSLOGIN_TEST_STORE=postgres</c>
    /// in PostgreSQL, so that the same tests say the same of both.
    /// </summary>
    private static async Task<string[]> FreshStoreAsync(string[] settings) =>
        settings.Any(setting => setting.StartsWith("--Store=", StringComparison.Ordinal)) ? [] :
        Environment.GetEnvironmentVariable("PHIGROSLOGIN_TEST_STORE") == "postgres"
            ? [$"--Store={await (await PostgresServer.SharedAsync()).NewStoreAsync()}", $"--StoreKey={PostgresServer.StoreKey.Reveal()}"]
            : ["--Store=memory"];

    protected async Task StartGatewayAsync(string[] settings)
    {
        _settings = settings;
        _gateway = await Gateway.StartAsync(["--Urls=http://127.0.0.1:0", .. await FreshStoreAsync(settings), "--Limits:StartsPerMinute=0", .. settings], _time, builder =>
        {
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(Log);
        });
        _http = new HttpClient { BaseAddress = new Uri(_gateway.Addresses.First()) };
    }
}

/// <summary>Keeps every line that is logged.</summary>
internal sealed class LogSink : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();
    private Action? _added;

    public IReadOnlyCollection<LogLine> Lines => _lines;

    /// <summary>Which errors the test brings about.</summary>
    public Func<LogLine, bool> IsForeseen { get; set; } = _ => false;

    /// <summary>What no test expects unless it says so.</summary>
    public IEnumerable<LogLine> Errors => _lines.Where(line => line.Level >= LogLevel.Error && !IsForeseen(line));

    /// <summary>Waits until so many lines fit.</summary>
    public async Task WhenAsync(Func<LogLine, bool> fits, int count)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _added += Look;
        Look();
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _added -= Look;

        void Look()
        {
            if (_lines.Count(fits) >= count) enough.TrySetResult();
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(LogSink sink, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            sink._lines.Enqueue(new LogLine(LogLevel.Trace, category, "", $"scope {Values(state)}"));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            sink._lines.Enqueue(new LogLine(logLevel, category, $"{formatter(state, exception)} {exception}", Values(state)));
            sink._added?.Invoke();
        }

        private static string Values<TState>(TState state) =>
            state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : $"{state}";
    }
}

/// <summary>A line of the log.</summary>
/// <param name="Level">Its level.</param>
/// <param name="Category">Who speaks.</param>
/// <param name="Text">What a console would show, the exception included.</param>
/// <param name="Values">What a structured log would keep besides.</param>
internal sealed record LogLine(LogLevel Level, string Category, string Text, string Values);
