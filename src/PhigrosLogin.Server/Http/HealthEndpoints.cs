using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Server.Http;

/// <summary>For whoever watches over the process: is it alive, and should it be sent callers? One word each, and nobody is asked for it.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Looking = ["GET", "HEAD"];

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/health/live", Looking, context => SayAsync(context, StatusCodes.Status200OK, "alive"));
        app.MapMethods("/health/ready", Looking, (HttpContext context, Stopping stopping, Signals signals, Upstreams upstreams, LoginRepository logins) =>
            stopping.Token.IsCancellationRequested ? SayAsync(context, StatusCodes.Status503ServiceUnavailable, "stopping") :
            signals.IsDraining ? SayAsync(context, StatusCodes.Status503ServiceUnavailable, "draining") :
            // NOTE: not a 503: what is wrong here is wrong for every instance, and with all of them taken out nobody is served.
            SayAsync(context, StatusCodes.Status200OK, upstreams.AreWell && logins.IsStoreAvailable ? "ready" : "degraded"));
    }

    private static async Task SayAsync(HttpContext context, int status, string word)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = word.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.WriteAsync(word, context.RequestAborted);
    }
}
