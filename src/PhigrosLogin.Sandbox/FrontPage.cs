namespace PhigrosLogin.Sandbox;

/// <summary>What a machine in front of a service answers in place of it; none of it is JSON (docs/protocol.md
/// §8.16).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="MediaType">The media type.</param>
/// <param name="Body">The page or text.</param>
internal sealed record FrontPage(int Status, string MediaType, string Body)
{
    private static readonly FrontPage Firewall = new(
        403, "text/html", "<html><title>uewaf</title>Your request was blocked.</html>");
    private static readonly FrontPage Rbac = new(403, "text/plain", "RBAC: access denied");
    private static readonly FrontPage Captcha = new(200, "text/html", "<!doctype html><title>Are you human?</title>");
    private static readonly FrontPage Unavailable = new(503, "text/html", "<html>Service Unavailable</html>");

    /// <summary>The answer to a call, if the service itself does not get it.</summary>
    public static FrontPage? For(SandboxOperation operation, SandboxVariants variants) => operation switch
    {
        SandboxOperation.DeviceCode or SandboxOperation.Token => variants.InFront == InFront.TapTapCaptcha ? Captcha
            : null,
        SandboxOperation.Profile or SandboxOperation.BasicInfo => variants.InFront == InFront.TapTapRbac ? Rbac : null,
        _ when variants.InFront == InFront.CloudFirewall => Firewall,
        _ => variants.Cloud == CloudState.Down ? Unavailable : null,
    };
}
