namespace PhigrosLogin.Server.Http;

/// <summary>
/// Lets pages of the listed origins call the APIs (CORS). Never with credentials of the browser's own,
/// never to the pages for people. It stands before everything that can refuse, so that a page can read refusals too.
/// </summary>
// NOTE: the framework's middleware leaves out "Vary: Origin" where there is one origin or the caller's is none of them.
internal sealed class CrossOrigin(RequestDelegate next, GatewayOptions options)
{
    private readonly HashSet<string> _origins = [.. options.CorsOrigins];
    private readonly bool _isAny = options.CorsOrigins.Contains("*");

    /// <summary>
    /// Whether a browser says that a page of a site which is not listed caused this request. No such page may make its
    /// visitors create or end logins: a form or a picture needs no permission by CORS to be sent.
    /// </summary>
    public static bool IsForeign(HttpRequest request, GatewayOptions options) =>
        request.Headers["Sec-Fetch-Site"] == "cross-site" && !IsListed(request, options);

    private static bool IsListed(HttpRequest request, GatewayOptions options) =>
        request.Headers.Origin is [{ } origin] && (options.CorsOrigins.Contains("*") || options.CorsOrigins.Contains(origin));

    public Task InvokeAsync(HttpContext context)
    {
        if (_origins.Count == 0 || !ErrorBoundary.IsData(context.Request.Path)) return next(context);

        var (request, headers) = (context.Request.Headers, context.Response.Headers);
        if (!_isAny) headers.Append("Vary", "Origin");
        var isAllowed = request.Origin is [{ } origin] && (_isAny || _origins.Contains(origin));
        if (isAllowed) headers.AccessControlAllowOrigin = _isAny ? "*" : request.Origin;

        if (HttpMethods.IsOptions(context.Request.Method) && request.ContainsKey("Access-Control-Request-Method"))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            if (!isAllowed) return Task.CompletedTask;
            headers.AccessControlAllowMethods = "GET, POST, DELETE";
            headers.AccessControlAllowHeaders = "Authorization, Content-Type, Last-Event-ID, X-Api-Key";
            headers.AccessControlMaxAge = "600";
            return Task.CompletedTask;
        }
        if (isAllowed) headers.AccessControlExposeHeaders = "Location, Retry-After, WWW-Authenticate";
        return next(context);
    }
}
