using System.Net;

namespace PhigrosLogin.Server.Http;

/// <summary>
/// Who may use the Sessions API: registered clients, everyone with <c>Sessions:AllowAnonymous</c>, otherwise callers on
/// this machine. Behind a local proxy every caller has its address, so a sign of a proxy closes the API as well.
/// </summary>
internal static class SessionAccess
{
    // Trusted proxies are resolved into the caller's address before this; what is still there came by another way.
    private static readonly string[] TracesOfAProxy = ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"];

    public static bool IsOpenTo(HttpContext context, GatewayOptions options) =>
        options.Clients.IsRequired || options.AllowAnonymousSessions ||
        (options.PublicUrl is null or { IsLoopback: true } &&
         context.Connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller) &&
         !CameThroughAProxy(context.Request));

    // HTTP/1.0 is what nginx speaks by default, and then it says nothing else of itself; no client of today does.
    private static bool CameThroughAProxy(HttpRequest request) =>
        HttpProtocol.IsHttp10(request.Protocol) || TracesOfAProxy.Any(request.Headers.ContainsKey);
}
