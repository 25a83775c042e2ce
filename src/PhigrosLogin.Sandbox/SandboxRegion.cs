namespace PhigrosLogin.Sandbox;

/// <summary>How a region names itself: a simulated one, or the game's public ids in the real ones (docs/protocol.md §7).</summary>
/// <param name="Name"><c>sandbox</c>, <c>cn</c> or <c>global</c>.</param>
/// <param name="ClientId">TapTap's client id of the game, which is also the app id of its cloud.</param>
/// <param name="AppKey">The key that signs requests to the game cloud.</param>
/// <param name="PublicLinkBase">Where the real QR links of this region lead; null for the sandbox region.</param>
public sealed record SandboxRegion(string Name, string ClientId, string AppKey, Uri? PublicLinkBase)
{
    public static SandboxRegion Sandbox { get; } =
        new("sandbox", "sImulatorClientId1", "SimulatorAppKeyOfNoRealGame000000000Cafe", null);

    public static SandboxRegion China { get; } =
        new("cn", "rAK3FfdieFob2Nn8Am", "Qr9AEqtuoSVS3zeD6iVbM4ZC0AtkJcQ89tywVyi0", new Uri("https://accounts.taptap.cn"));

    public static SandboxRegion International { get; } =
        new("global", "kviehleldgxsagpozb", "tG9CTm0LDD736k9HMM9lBZrbeBGRmUkjSfNLDNib", new Uri("https://accounts.taptap.io"));

    public static IReadOnlyList<SandboxRegion> All { get; } = [Sandbox, China, International];
}
