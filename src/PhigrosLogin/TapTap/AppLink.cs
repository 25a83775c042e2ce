namespace PhigrosLogin.TapTap;

/// <summary>The link that opens the TapTap app itself: known for TapTap China only (docs/protocol.md §7, one source).</summary>
internal static class AppLink
{
    public static string? Of(string region, string link) =>
        region == "cn" ? $"taptap://taptap.com/login-auth?url={Uri.EscapeDataString($"{link}&opener=web")}" : null;
}
