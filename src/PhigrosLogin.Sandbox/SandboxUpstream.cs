using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PhigrosLogin.Sandbox.Cloud;
using PhigrosLogin.Sandbox.Pages;
using PhigrosLogin.Sandbox.TapTap;

namespace PhigrosLogin.Sandbox;

/// <summary>
/// The practice upstream: TapTap's accounts and API and the game cloud behind one loopback address, with pages where a
/// person plays the player and control routes where a program does. It needs no TapTap account and no network.
/// </summary>
/// <example>
/// <code>
/// await using var sandbox = await SandboxUpstream.StartAsync(new SandboxOptions(), TimeProvider.System);
/// Console.WriteLine($"accounts, API and cloud: {sandbox.Url}");
/// </code>
/// </example>
public sealed class SandboxUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SandboxCallLog _log;
    private readonly TimeProvider _time;
    private volatile SandboxVariants _variants;

    private SandboxUpstream(WebApplication app, SandboxOptions options, TimeProvider time)
    {
        (_app, Options, _variants) = (app, options, options.Variants);
        _log = new SandboxCallLog(time);
        Codes = new SandboxCodes(options, time);
        _time = time;
    }

    /// <summary>The origin that serves all three roles: accounts, API and game cloud.</summary>
    public Uri Url => new(_app.Urls.First());

    public SandboxOptions Options { get; }

    /// <summary>Which of the answers that nobody is sure of are given; may be exchanged at any time.</summary>
    public SandboxVariants Variants
    {
        get => _variants;
        set => _variants = value;
    }

    public SandboxCodes Codes { get; }

    /// <summary>The newest 100,000 calls of the upstreams' routes, oldest first.</summary>
    public IReadOnlyList<SandboxCall> Calls => _log.Calls;

    /// <summary>How often an operation was called in all.</summary>
    public long CountOf(SandboxOperation operation) => _log.CountOf(operation);

    /// <summary>Waits for the call of an operation with this number, counted from 1; for the next one when null.</summary>
    public Task<SandboxCall> WhenCalledAsync(SandboxOperation operation, long? number = null, CancellationToken cancellationToken = default) =>
        _log.WhenCalledAsync(operation, number, cancellationToken);

    /// <summary>Starts it.</summary>
    /// <exception cref="ArgumentException">The address is not an http one of this machine.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SandboxUpstream> StartAsync(SandboxOptions options, TimeProvider time, CancellationToken ct = default)
    {
        var (address, port) = ListenOn(options.ListenUrl);

        // An empty builder, because this lives inside other programs too and their settings are not meant for it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "PhigrosLogin.Sandbox" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(address, port, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, HostsLifetime>();
        var app = builder.Build();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = ControlEndpoints.ExplainAsync });
        var upstream = new SandboxUpstream(app, options, time);
        upstream.Map(time);
        await app.StartAsync(ct);
        return upstream;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Wraps a route of the upstreams: its answer is noted before the caller can see it.</summary>
    internal RequestDelegate Answering(SandboxOperation operation, Func<HttpContext, Task<SandboxAnswer>> handle) => async context =>
    {
        if (FrontPage.For(operation, _variants) is { } page)
        {
            _log.Add(operation, new SandboxAnswer(page.Status, [], "blocked"));
            context.Response.StatusCode = page.Status;
            context.Response.ContentType = page.MediaType;
            await context.Response.WriteAsync(page.Body, context.RequestAborted);
            return;
        }
        var answer = await handle(context);
        _log.Add(operation, answer);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json; charset=utf-8";
        // The web server's own Date would follow the system's clock, and times in the body follow this one.
        context.Response.GetTypedHeaders().Date = _time.GetUtcNow();
        if (answer.Location is not null) context.Response.Headers.Location = answer.Location;
        await context.Response.Body.WriteAsync(SandboxJson.Write(answer.Body), context.RequestAborted);
    };

    private void Map(TimeProvider time)
    {
        var grants = new SandboxGrants();
        new TapTapEndpoints(this, Options, new TapTapBodies(this, time), grants, time).Map(_app);
        new CloudEndpoints(this, Options, grants, new SandboxAccounts(time)).Map(_app);
        new ControlEndpoints(this).Map(_app);
        new PageEndpoints(this, time).Map(_app);
    }

    private static (IPAddress Address, int Port) ListenOn(Uri url) =>
        url is { IsAbsoluteUri: true, Scheme: "http", IsLoopback: true }
            ? (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? address : IPAddress.Loopback, url.Port)
            : throw new ArgumentException($"The sandbox listens on an http address of this machine only, not on {url}.", nameof(url));

    /// <summary>Signals are the host program's business; the usual lifetime would catch them here too.</summary>
    private sealed class HostsLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
