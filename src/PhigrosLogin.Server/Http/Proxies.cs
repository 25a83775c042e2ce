using Microsoft.AspNetCore.HttpOverrides;

namespace PhigrosLogin.Server.Http;

/// <summary>Who a caller is when a proxy of the operator's stands in between.</summary>
internal static class Proxies
{
    /// <summary>
    /// Takes address and scheme from <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>, from the right for as long as the
    /// one who says so is trusted; what anybody else says changes nothing. The host is never taken: links have <c>PublicUrl</c>.
    /// </summary>
    public static void UseTrustedProxies(this IApplicationBuilder app, GatewayOptions options)
    {
        // NOTE: with two empty lists the middleware would trust everybody.
        if (options.TrustedProxies.Count == 0) return;
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in options.TrustedProxies) forwarded.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(forwarded);
    }
}
