using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PhigrosLogin.Server;

/// <summary>
/// Closes a connection that has sent no request within 20 s. Kestrel itself has one limit for that and for the time
/// between two requests, which must be longer than a proxy keeps a connection. Like Kestrel's own limits, this one is
/// measured by the machine's clock.
/// </summary>
internal static class FirstRequestLimit
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static void Add(ListenOptions endpoint) =>
        endpoint.Use(next => connection => ServeAsync(connection, next));

    private static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        await using var timer = new Timer(
            static state => Close((ConnectionContext)state!), connection, Limit, Timeout.InfiniteTimeSpan);
        connection.Features.Set(new Waiting(timer));
        await next(connection);
    }

    // As at a shutdown: a request that has begun is still answered, within Kestrel's limits for its headers and body.
    private static void Close(ConnectionContext connection) =>
        connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

    /// <summary>Ends the wait at the first request of a connection.</summary>
    internal sealed class Filter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(rest => context =>
            {
                context.Features.Get<Waiting>()?.End();
                return rest(context);
            });
            next(app);
        };
    }

    private sealed class Waiting(Timer timer)
    {
        public void End() => timer.Dispose();
    }
}
