using System.Net;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server;

/// <summary>
/// The settings. Each comes from <c>appsettings.json</c>, the environment (<c>Regions__cn__Proxy</c>) or the command
/// line (<c>--DefaultRegion=global</c>), the later winning; a bad one stops the start with a sentence that names it.
/// </summary>
internal sealed class GatewayOptions
{
    /// <summary>Where the gateway listens, separated by semicolons.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>
    /// Where measurements are to be had: each address, such as <c>http://127.0.0.1:9464</c>, answers <c>/metrics</c> for
    /// Prometheus and <c>/health/*</c>, under any name and nothing else; separated by semicolons, default none.
    /// </summary>
    public required IReadOnlyList<string> ManagementUrls { get; init; }

    /// <summary>How the console shows the log: <c>simple</c> (the default), <c>json</c>, one object a line, or <c>systemd</c>.</summary>
    public required string LogFormat { get; init; }

    /// <summary>
    /// The origin of links, such as <c>https://gate.example</c>. Without it links lead to where the caller asked, and only
    /// Host headers that name this machine or an address are served.
    /// </summary>
    public required Uri? PublicUrl { get; init; }

    /// <summary>
    /// Whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed: addresses, networks such as 10.0.0.0/8,
    /// <c>loopback</c> (the default), or <c>none</c>.
    /// </summary>
    public required IReadOnlyList<IPNetwork> TrustedProxies { get; init; }

    /// <summary>
    /// The origins whose pages may read the answers for programs, such as <c>https://site.example</c>; <c>*</c> for any;
    /// default none.
    /// </summary>
    public required IReadOnlyList<string> CorsOrigins { get; init; }

    /// <summary>The region of a caller who names none: <c>cn</c>, or <c>sandbox</c> while that is on.</summary>
    public required string DefaultRegion { get; init; }

    /// <summary>The regions of the real TapTap, with whatever the settings change about them.</summary>
    public required IReadOnlyList<RegionOptions> Regions { get; init; }

    /// <summary>Whether the simulator is on, and whether it waits for a person.</summary>
    public required SandboxMode Sandbox { get; init; }

    /// <summary>No device code is polled more often than this, whatever TapTap announces; 50 ms to 5 min, default 3 s.</summary>
    public required TimeSpan MinimumInterval { get; init; }

    /// <summary>
    /// The time for one whole call to an upstream, its body included, and for all the calls together that one answer
    /// takes; 100 ms to 60 s, default 15 s.
    /// </summary>
    public required TimeSpan UpstreamTimeout { get; init; }

    /// <summary>The time for a connection to an upstream; TLS included; 100 ms to 60 s, default 10 s.</summary>
    public required TimeSpan UpstreamConnectTimeout { get; init; }

    /// <summary>Calls to one region in flight at most; 1 to 10000, default 64.</summary>
    public required int MaxConcurrency { get; init; }

    /// <summary>Calls to one region begun in any one second at most; 0 (no limit) to 10000, default 50.</summary>
    public required int CallsPerSecond { get; init; }

    /// <summary>
    /// Logins that one client address may begin within a minute, a whole /64 of IPv6 counting as one; 0 (no limit) to
    /// 100000, default 60. All addresses together may begin a tenth of <see cref="MaxLogins"/>.
    /// </summary>
    public required int LoginsPerMinute { get; init; }

    /// <summary>
    /// Calls of one client address within a minute that carry a TapTap token which this gateway did not grant in the last
    /// 10 minutes; 0 (no limit) to 100000, default 30.
    /// </summary>
    public required int TokenCallsPerMinute { get; init; }

    /// <summary>Logins known at the same time at most; 1 to 10000000, default 100000.</summary>
    public required int MaxLogins { get; init; }

    /// <summary>
    /// Connections at each address of <see cref="Urls"/> at the same time at most, one that would be more is closed at once;
    /// 1 to 1000000, default 20000.
    /// </summary>
    public required int MaxConnections { get; init; }

    /// <summary>Where logins are kept; in memory alone while the sandbox is on.</summary>
    public required StoreOptions Store { get; init; }

    /// <summary>Whether a TapTap account that never played becomes a new player; default no.</summary>
    public required bool CreateMissingPlayers { get; init; }

    /// <summary>The clients that may create logins and use the Sessions API; while there is none, no caller needs a secret.</summary>
    public required ClientRegistry Clients { get; init; }

    /// <summary>Whether callers without a client secret may use the Sessions API; default no.</summary>
    public required bool AllowAnonymousSessions { get; init; }

    /// <summary>
    /// How long a SIGTERM lets everything be served on while <c>/health/ready</c> already says 503, so that a balancer
    /// finds out; 0 to 5 min, default 0. The stop itself comes after it.
    /// </summary>
    public required TimeSpan DrainTimeout { get; init; }

    /// <summary>Names in the environment that no setting has but that resemble one, each with the one that it resembles.</summary>
    public IReadOnlyList<string> DoubtfulNames { get; private set; } = [];

    /// <param name="configuration">Where the settings come from.</param>
    /// <param name="commandLine">The names given on the command line.</param>
    /// <exception cref="SettingsException">At least one setting is bad; all are named.</exception>
    public static GatewayOptions Read(IConfiguration configuration, IEnumerable<string> commandLine)
    {
        var settings = new SettingsReader(configuration);
        var options = Read(settings);
        options.DoubtfulNames = settings.RefuseUnknown(commandLine);
        settings.ThrowIfBad();
        return options;
    }

    /// <summary>Asks for every setting; where one is bad its default stands, and the reader knows.</summary>
    public static GatewayOptions Read(SettingsReader settings)
    {
        var sandbox = settings.Choice("Sandbox", SandboxMode.Off, ("false", SandboxMode.Off), ("true", SandboxMode.On), ("manual", SandboxMode.Manual));
        var options = new GatewayOptions
        {
            Urls = settings.Origins("Urls", "http://localhost:5015"),
            ManagementUrls = settings.Text("ManagementUrls") is null ? [] : settings.Origins("ManagementUrls", ""),
            LogFormat = settings.Choice("Logging:Console:FormatterName", "simple", ("simple", "simple"), ("json", "json"), ("systemd", "systemd")),
            PublicUrl = settings.PublicOrigin("PublicUrl"),
            TrustedProxies = settings.Networks("TrustedProxies", "loopback"),
            CorsOrigins = settings.PageOrigins("Cors:Origins"),
            DefaultRegion = sandbox == SandboxMode.Off
                ? settings.Choice("DefaultRegion", "cn", ("cn", "cn"), ("global", "global"))
                : settings.Choice("DefaultRegion", "sandbox", ("cn", "sandbox"), ("global", "sandbox"), ("sandbox", "sandbox")),
            Regions = [RegionOptions.Read(settings, Region.China), RegionOptions.Read(settings, Region.International)],
            Sandbox = sandbox,
            MinimumInterval = settings.Duration("Polling:MinimumInterval", "3s", "50ms", "5m"),
            UpstreamTimeout = settings.Duration("Upstream:Timeout", "15s", "100ms", "60s"),
            UpstreamConnectTimeout = settings.Duration("Upstream:ConnectTimeout", "10s", "100ms", "60s"),
            MaxConcurrency = settings.Count("Upstream:MaxConcurrency", 64, 1, 10_000),
            CallsPerSecond = settings.Count("Upstream:CallsPerSecond", 50, 0, 10_000),
            LoginsPerMinute = settings.Count("Limits:LoginsPerMinute", 60, 0, 100_000),
            TokenCallsPerMinute = settings.Count("Limits:TokenCallsPerMinute", 30, 0, 100_000),
            MaxLogins = settings.Count("Limits:MaxLogins", 100_000, 1, 10_000_000),
            MaxConnections = settings.Count("Limits:MaxConnections", 20_000, 1, 1_000_000),
            Store = new StoreOptions
            {
                Store = settings.Store("Store") is var store && sandbox == SandboxMode.Off ? store : StoreOptions.Memory,
                DataFolder = settings.Text("DataFolder"),
                StoreKey = settings.Key("StoreKey"),
            },
            CreateMissingPlayers = settings.Flag("Cloud:CreateMissingPlayers", false),
            Clients = new ClientRegistry(settings.Clients("Clients")),
            AllowAnonymousSessions = settings.Flag("Sessions:AllowAnonymous", false),
            DrainTimeout = settings.Duration("DrainTimeout", "0s", "0s", "5m"),
        };
        settings.RefuseSame("ManagementUrls", options.ManagementUrls, "Urls", options.Urls);
        settings.LogLevels();
        settings.Refuse("FORWARDEDHEADERS_ENABLED", "ASPNETCORE_FORWARDEDHEADERS_ENABLED", "would let every caller choose their address: unset it and name your proxies in TrustedProxies");
        return options;
    }
}

/// <summary>Whether the simulator is on.</summary>
internal enum SandboxMode
{
    Off,
    On,

    /// <summary>A person presses Scan, Confirm or Refuse on the simulator's pages.</summary>
    Manual,
}

/// <summary>A region and the proxy through which it is reached.</summary>
internal sealed record RegionOptions(Region Region, IWebProxy? Proxy)
{
    public static RegionOptions Read(SettingsReader settings, Region usual)
    {
        var name = $"Regions:{usual.Name}";
        var region = new Region
        {
            Name = usual.Name,
            AccountsUrl = settings.Upstream($"{name}:AccountsUrl", usual.AccountsUrl),
            ApiUrl = settings.Upstream($"{name}:ApiUrl", usual.ApiUrl),
            CloudUrl = settings.Upstream($"{name}:CloudUrl", usual.CloudUrl),
            ClientId = settings.Word($"{name}:ClientId", usual.ClientId),
            AppKey = settings.Word($"{name}:AppKey", usual.AppKey),
            LinkHosts = settings.Hosts($"{name}:LinkHosts", usual.LinkHosts),
            FatalErrors = settings.ErrorWords($"{name}:FatalErrors", usual.FatalErrors),
            CreatedStatus = settings.Choice(
                $"{name}:CreatedStatus", usual.CreatedStatus,
                ("body", CreatedStatus.Body), ("new", CreatedStatus.New), ("existing", CreatedStatus.Existing)),
        };
        return new RegionOptions(region, settings.Proxy($"{name}:Proxy"));
    }
}
