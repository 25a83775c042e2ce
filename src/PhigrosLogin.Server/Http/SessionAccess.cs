using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Server.Http;

/// <summary>
/// Who may use the Sessions API: registered clients, everyone with <c>Sessions:AllowAnonymous</c>, and everyone in the
/// region <c>sandbox</c>, whose players are invented.
/// </summary>
// NOTE: the address of the connection proves nothing: behind a proxy or a tunnel every caller has that of this machine.
internal static class SessionAccess
{
    /// <exception cref="Problem">The API is closed to this caller, whatever region is asked for.</exception>
    public static void Require(HttpContext context, GatewayOptions options)
    {
        if (!IsOpenTo(context, options) && options.Sandbox == SandboxMode.Off) throw SessionProblems.Disabled;
    }

    /// <exception cref="Problem">The API is closed to this caller in this region.</exception>
    public static void Require(HttpContext context, GatewayOptions options, Upstream? region)
    {
        if (!IsOpenTo(context, options) && region?.Region.Name != Upstreams.SandboxName) throw SessionProblems.Disabled;
    }

    private static bool IsOpenTo(HttpContext context, GatewayOptions options) =>
        options.AllowAnonymousSessions || context.Client() is not null;
}
