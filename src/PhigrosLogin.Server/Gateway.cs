using System.Diagnostics.Metrics;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Npgsql;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Server.Http;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.Server.Store;
using PhigrosLogin.Server.Telemetry;

namespace PhigrosLogin.Server;

/// <summary>The running program: what it is made of and where a request enters.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SandboxUpstream? _sandbox;
    private readonly ManagementServer? _management;
    private readonly IDisposable? _export;
    private readonly DeviceCodePoller _poller;
    private readonly LoginFlow _flow;

    private Gateway(WebApplication app, GatewayOptions options, SandboxUpstream? sandbox, ManagementServer? management, IDisposable? export) =>
        (_app, Options, _sandbox, _management, _export, _poller, _flow) = (
            app, options, sandbox, management, export,
            app.Services.GetRequiredService<DeviceCodePoller>(), app.Services.GetRequiredService<LoginFlow>());

    public GatewayOptions Options { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>The simulator while the sandbox is on.</summary>
    public Uri? SandboxUrl => _sandbox?.Url;

    /// <summary>Where it really listens, ports included.</summary>
    public IReadOnlyCollection<string> Addresses =>
        [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Where measurements are to be had, ports included.</summary>
    public IReadOnlyCollection<string> ManagementAddresses => _management?.Addresses ?? [];

    /// <param name="args">The command line.</param>
    /// <param name="time">The clock of everything that the gateway does.</param>
    /// <param name="add">What a host adds of its own, such as another place for the log.</param>
    /// <exception cref="SettingsException">A setting is bad.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be used.</exception>
    /// <exception cref="ListenException">An address is taken, or is none of this machine's.</exception>
    public static async Task<Gateway> StartAsync(string[] args, TimeProvider time, Action<WebApplicationBuilder>? add = null)
    {
        Hosting.WorkingFolder();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var options = builder.Configuration.ReadSettings(args);
        var sandbox = await StartSandboxAsync(options, time);
        ILoginStore? store = null;
        IInstanceCoordinator? coordinator = null;
        var now = time.GetUtcNow();
        WebApplication? app = null;
        ManagementServer? management = null;
#pragma warning disable CA2000 // the gateway disposes of it
        var export = OpenTelemetryExport.StartIfAsked();
#pragma warning restore CA2000
        try
        {
            builder.AddConsole();
            builder.AddListener(options);
            builder.Services.AddRouting();
            builder.Services.Configure<HostOptions>(host =>
                host.ShutdownTimeout = LoginLife.Shutdown + TimeSpan.FromSeconds(5));
            builder.Services.AddSingleton(time);
            builder.Services.AddSingleton(options);
            builder.Services.AddSingleton(services => new Upstreams(
                options, sandbox is null ? options.Regions : [SandboxRegion(sandbox), .. options.Regions], time,
                services.GetRequiredService<IMeterFactory>(), services.GetRequiredService<ILogger<Upstream>>()));
            builder.Services.AddSingleton(_ => store!);
            builder.Services.AddSingleton(_ => coordinator!);
            builder.Services.AddSingleton<StoreMetrics>();
            builder.Services.AddSingleton<LoginMetrics>();
            builder.Services.AddSingleton<Measurements>();
            builder.Services.AddSingleton<DeviceCodeRows>();
            builder.Services.AddSingleton<DeviceCodeRegistry>();
            builder.Services.AddSingleton<DeviceCodePoller>();
            builder.Services.AddSingleton<PollLeases>();
            builder.Services.AddSingleton<LoginQrCodeFlow>();
            builder.Services.AddSingleton(_ => new SteadyClock(time, now));
            builder.Services.AddSingleton<LoginRepository>();
            builder.Services.AddSingleton<StoreChangeListener>();
            builder.Services.AddSingleton<LoginExchange>();
            builder.Services.AddSingleton<LoginFlow>();
            builder.Services.AddSingleton<RateLimits>();
            builder.Services.AddSingleton<GrantedTokens>();
            builder.Services.AddSingleton<DeviceGrant>();
            builder.Services.AddSingleton<LoginPresenter>();
            builder.Services.AddSingleton<SessionCare>();
            builder.Services.AddSingleton<StartWarnings>();
            builder.Services.AddSingleton<Stopping>();
            builder.Services.AddSingleton<Signals>();
            builder.Services.AddSingleton<IHostLifetime>(services => services.GetRequiredService<Signals>());

            add?.Invoke(builder);

            app = builder.Build();
            var loggers = app.Services.GetRequiredService<ILoggerFactory>();
            (store, coordinator) = await StoreFactory.OpenAsync(options.Store, time, loggers);
            app.Services.GetRequiredService<ILoginStore>(); // from here on the container disposes of it
            now = await coordinator.GetUtcNowAsync();
            app.Services.GetRequiredService<StoreMetrics>();
            // What is made first is disposed of last: polls in flight need their connections and the store to the end.
            if (options.ManagementUrls.Count > 0) app.Services.GetRequiredService<Measurements>();
            app.Services.GetRequiredService<Upstreams>();
            app.Services.GetRequiredService<LoginQrCodeFlow>();

            if (export is not null) app.UseMiddleware<TraceNames>();
            app.UseTrustedProxies(options);
            app.UseMiddleware<LastAnswers>();
            app.UseMiddleware<SecurityHeaders>();
            app.UseMiddleware<CrossOrigin>();
            app.UseMiddleware<ErrorBoundary>();
            app.UseMiddleware<HostRule>();
            app.UseRouting();
            app.UseMiddleware<Admission>();
            app.MapLoginQrCode();
            app.MapLogins();
            app.MapSessions();
            app.MapRegions();
            app.MapOAuth();
            app.MapPages();
            app.MapDocument();
            app.MapHealth();

            var flow = app.Services.GetRequiredService<LoginFlow>();
            var poller = app.Services.GetRequiredService<DeviceCodePoller>();
            app.Lifetime.ApplicationStopping.Register(flow.Stop);
            app.Lifetime.ApplicationStopping.Register(poller.Stop);
            await flow.ResumeAsync();
            app.Services.GetRequiredService<StoreChangeListener>().Start();
#pragma warning disable CA2000 // the gateway disposes of it
            if (options.ManagementUrls.Count > 0)
            {
                management = await ListenAsync(
                    "ManagementUrls", options.ManagementUrls,
                    () => ManagementServer.StartAsync(options.ManagementUrls, app.Services));
            }
#pragma warning restore CA2000
            await ListenAsync("Urls", options.Urls, async () =>
            {
                await app.StartAsync();
                return app;
            });
            app.Services.GetRequiredService<StartWarnings>().Write(Hosting.NamesIn(args));
            HostRule.WarnIfOpenWithoutName(options, app.Services.GetRequiredService<ILogger<HostRule>>());
            return new Gateway(app, options, sandbox, management, export);
        }
        catch (Exception failure)
        {
            if (management is not null) await management.DisposeAsync();
            if (app is not null) await app.DisposeAsync();
            if (sandbox is not null) await sandbox.DisposeAsync();
            export?.Dispose();
            if (Hosting.LogSettingIn(failure, builder.Configuration) is { } name)
                throw new SettingsException([$"{name} has a value that it cannot have."]);
            // The first statements after its opening: a pool or a role with one connection has none left for them.
            if (failure is NpgsqlException && options.Store.IsPostgres)
                throw PostgresConnection.Explain(failure, PostgresConnection.Read(options.Store.Store!));
            throw;
        }
    }

    /// <summary>Cancelled when it begins to stop.</summary>
    public CancellationToken Stopping => _app.Lifetime.ApplicationStopping;

    public Task UntilStoppedAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        // The last login is settled before the management listener closes, which needs the services of the container.
        await _poller.WhenIdle();
        await _flow.WhenIdle();
        if (_management is not null) await _management.DisposeAsync();
        await _app.DisposeAsync();
        if (_sandbox is not null) await _sandbox.DisposeAsync();
        _export?.Dispose();
    }

    private static async Task<T> ListenAsync<T>(string setting, IReadOnlyList<string> urls, Func<Task<T>> start)
    {
        try
        {
            return await start();
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            throw new ListenException(setting, urls, failure);
        }
    }

    private static async Task<SandboxUpstream?> StartSandboxAsync(GatewayOptions options, TimeProvider time) =>
        options.Sandbox == SandboxMode.Off ? null : await SandboxUpstream.StartAsync(
            options.Sandbox == SandboxMode.Manual ? new SandboxOptions { DefaultScript = null } : new SandboxOptions(), time);

    private static RegionOptions SandboxRegion(SandboxUpstream sandbox) => new(
        new Region
        {
            Name = Upstreams.SandboxName,
            AccountsUrl = sandbox.Url,
            ApiUrl = sandbox.Url,
            CloudUrl = sandbox.Url,
            ClientId = sandbox.Options.Region.ClientId,
            AppKey = sandbox.Options.Region.AppKey,
            LinkHosts = [sandbox.Url.Host],
        },
        Proxy: null);
}
