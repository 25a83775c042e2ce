namespace PhigrosLogin.Server.Http;

/// <summary>What every answer says to browsers and caches, unless a route knows better.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, GatewayOptions options)
{
    private const string Pages =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private const string Data = "default-src 'none'; frame-ancestors 'none'";

    private readonly bool _isHttps = options.PublicUrl?.Scheme == Uri.UriSchemeHttps;

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY"; // for browsers that do not know frame-ancestors
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = ErrorBoundary.IsData(context.Request.Path) ? Data : Pages;
        if (_isHttps) headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    }
}
