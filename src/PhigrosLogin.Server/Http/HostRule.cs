using System.Net;

namespace PhigrosLogin.Server.Http;

/// <summary>
/// Without <c>PublicUrl</c> only a Host header that can be nobody's invention is served: this machine or an address.
/// Else a page of a stranger whose name leads here (DNS rebinding) could open logins in its visitors' browsers and read
/// the results. With it, any name is served, and links lead to <c>PublicUrl</c> whatever was asked for.
/// </summary>
internal sealed partial class HostRule(RequestDelegate next, GatewayOptions options)
{
    private const string Sentence = "This gateway has no PublicUrl, so it answers under localhost and under its address only.";

    public Task InvokeAsync(HttpContext context) =>
        options.PublicUrl is not null || IsOwn(context.Request.Host) ? next(context) : throw Problem.InvalidRequest(Sentence);

    /// <summary>Whether this is this machine or an address; no header at all, as in HTTP/1.0, comes from no browser.</summary>
    public static bool IsOwn(HostString host) =>
        !host.HasValue || host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host.Host.Trim('[', ']'), out _);

    /// <summary>Tells the operator of a gateway that others can reach that its players will not.</summary>
    public static void WarnIfOpenWithoutName(GatewayOptions options, ILogger<HostRule> logger)
    {
        if (options.PublicUrl is null && options.Urls.Any(url => !IsLoopback(BindingAddress.Parse(url).Host))) Log.OpenWithoutName(logger);
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Others than this machine can reach the gateway, and PublicUrl is not set: it answers under localhost and under its address only, and links lead there. Set PublicUrl to the origin that players use, such as https://gate.example")]
        public static partial void OpenWithoutName(ILogger logger);
    }
}
