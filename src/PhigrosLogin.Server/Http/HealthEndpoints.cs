namespace PhigrosLogin.Server.Http;

/// <summary>For whoever watches over the process: is it alive, and should it be sent callers? One word each.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Looking = ["GET", "HEAD"];

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/health/live", Looking, context => SayAsync(context, StatusCodes.Status200OK, "alive"));
        app.MapMethods("/health/ready", Looking, (HttpContext context, Stopping stopping) => stopping.Token.IsCancellationRequested
            ? SayAsync(context, StatusCodes.Status503ServiceUnavailable, "stopping")
            : SayAsync(context, StatusCodes.Status200OK, "ready"));
    }

    private static async Task SayAsync(HttpContext context, int status, string word)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = word.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.WriteAsync(word, context.RequestAborted);
    }
}
