using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace PhigrosLogin.Server.Telemetry;

/// <summary>
/// Names a request's activity by its route, in OpenTelemetry's words. The path and the query are left out: they hold what
/// callers write, and a caller in error may write a secret there.
/// </summary>
internal sealed class TraceNames(RequestDelegate next)
{
    private static readonly HashSet<string> Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);

        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } activity) return;
        var method = Methods.Contains(context.Request.Method) ? context.Request.Method : "_OTHER";
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var status = context.Response.StatusCode;
        activity.DisplayName = route is null ? method : $"{method} {route}";
        activity.SetTag("http.request.method", method);
        activity.SetTag("http.route", route);
        activity.SetTag("http.response.status_code", status);
        if (status >= 500) activity.SetStatus(ActivityStatusCode.Error);
    }
}
