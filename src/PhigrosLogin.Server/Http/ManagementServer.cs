using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using PhigrosLogin.Server.Telemetry;

namespace PhigrosLogin.Server.Http;

/// <summary>
/// The listener for whoever watches over the program: <c>/metrics</c> and <c>/health/*</c>, and nothing else. It is a
/// server of its own, so nothing of the public one is to be had here and the other way round, its visitors are not
/// counted as callers, and it answers until the last login is settled, when the public one has stopped listening.
/// </summary>
internal sealed class ManagementServer : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private static readonly string[] Looking = ["GET", "HEAD"];

    private readonly KestrelServer _server;
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly RequestDelegate _answer;

    private ManagementServer(IServiceProvider services)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false, Limits = { MaxConcurrentConnections = 64, MaxRequestBodySize = 0 } };
        var logs = services.GetRequiredService<ILoggerFactory>();
        var sockets = new SocketListeners(logs, services.GetRequiredService<IMemoryPoolFactory<byte>>());
        _server = new KestrelServer(Options.Create(kestrel), sockets, logs);
        (_services, _time) = (services, services.GetRequiredService<TimeProvider>());

        var pipeline = new ApplicationBuilder(services);
        pipeline.UseRouting();
        pipeline.UseEndpoints(routes =>
        {
            routes.MapMethods("/metrics", Looking, WriteMetrics);
            routes.MapHealth();
        });
        _answer = pipeline.Build();
    }

    /// <summary>Where it really listens, ports included.</summary>
    public IReadOnlyCollection<string> Addresses => [.. Features.Addresses];

    private IServerAddressesFeature Features => _server.Features.Get<IServerAddressesFeature>()!;

    /// <exception cref="IOException">An address is taken.</exception>
    public static async Task<ManagementServer> StartAsync(IEnumerable<string> urls, IServiceProvider services)
    {
        var management = new ManagementServer(services);
        try
        {
            foreach (var url in urls) management.Features.Addresses.Add(url);
            await management._server.StartAsync(management, CancellationToken.None);
            return management;
        }
        catch
        {
            management._server.Dispose();
            throw;
        }
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures) { RequestServices = _services };

    public Task ProcessRequestAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return _answer(context);
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(1), _time);
        await _server.StopAsync(atOnce.Token);
        _server.Dispose();
    }

    private static async Task WriteMetrics(HttpContext context, Measurements measurements)
    {
        context.Response.ContentType = PrometheusText.ContentType;
        if (HttpMethods.IsHead(context.Request.Method)) return;
        await context.Response.WriteAsync(measurements.Write(), context.RequestAborted);
    }
}
