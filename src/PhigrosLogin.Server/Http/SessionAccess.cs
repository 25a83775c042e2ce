using System.Net;

namespace PhigrosLogin.Server.Http;

/// <summary>
/// Whom session care is open to: to everybody where the operator said so or gave out keys, else to callers on this very
/// machine. Behind a proxy on this machine everybody has its address; so whatever hints at a proxy closes it as well.
/// </summary>
internal static class SessionAccess
{
    // Trusted proxies are resolved into the caller's address before this; what is still there came by another way.
    private static readonly string[] TracesOfAProxy = ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"];

    public static bool IsOpenTo(HttpContext context, GatewayOptions options) =>
        options.ApiKeys.AreNeeded || options.SessionsArePublic ||
        (options.PublicUrl is null or { IsLoopback: true } &&
         context.Connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller) &&
         !CameThroughAProxy(context.Request));

    // HTTP/1.0 is what nginx speaks by default, and then it says nothing else of itself; no client of today does.
    private static bool CameThroughAProxy(HttpRequest request) =>
        HttpProtocol.IsHttp10(request.Protocol) || TracesOfAProxy.Any(request.Headers.ContainsKey);
}
