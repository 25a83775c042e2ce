using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Server.Http;

/// <summary>How the regions have been answering, from what was asked of them anyway: no look at it asks anybody.</summary>
internal static class RegionEndpoints
{
    public static void MapRegions(this IEndpointRouteBuilder app) => app.MapGet("/api/v1/regions", List);

    private static Task List(HttpContext context, Upstreams upstreams) => context.WriteJsonAsync(
        StatusCodes.Status200OK,
        [.. upstreams.DefaultFirst.Select(upstream => Present(upstream.Region.Name, upstream == upstreams.Default, upstream.Weather.Report()))],
        SessionJson.Relaxed.RegionBodyArray);

    private static RegionBody Present(string name, bool isDefault, WeatherReport weather) => new()
    {
        Name = name,
        Default = isDefault,
        Status = LoginWords.Of(weather.Status),
        Since = weather.Since.UtcDateTime,
        LatencyMs = weather.Latency is { } latency ? (long)Math.Round(latency.TotalMilliseconds) : null,
        SuccessRate = weather.SuccessRate is { } rate ? Math.Round(rate, 3) : null,
        Cause = weather.Cause is { } cause ? LoginWords.Of(cause) : null,
        Problem = weather.Problem is { } problem ? LoginWords.Of(problem) : null,
    };
}
