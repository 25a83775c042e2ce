using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Server.Http;

/// <summary>
/// The cookie that recognizes a browser: 256 random bits, of which each login that this browser starts keeps the SHA-256.
/// It is no login secret: it opens the browser's own pages and is accepted nowhere else.
/// </summary>
internal static class BrowserCookie
{
    // NOTE: over https the prefix matters. Without it a sibling domain, another port or plain http could set the cookie,
    // and the page would vouch for the login of whoever set it (RFC 6265bis §4.1.3.2).
    private const string SecureName = "__Host-browser";
    private const string PlainName = "browser";

    // 256 bits in base64url.
    private const int Length = 43;

    /// <summary>Whether this browser started the login.</summary>
    public static bool Matches(HttpRequest request, bool isHttps, Login login) =>
        login.Facts.BrowserHash is { } hash && Read(request, isHttps) is { } cookie && LoginSecret.Matches(cookie, hash);

    /// <summary>Recognizes the browser for so much longer, with the cookie that it has or a new one.</summary>
    /// <returns>The SHA-256 of the cookie.</returns>
    public static byte[] Renew(HttpContext context, bool isHttps, TimeSpan lifetime)
    {
        var (cookie, hash) = Read(context.Request, isHttps) is { } known
            ? (new Secret(known), LoginSecret.Hash(known))
            : LoginSecret.New();
        context.Response.Cookies.Append(isHttps ? SecureName : PlainName, cookie.Reveal(), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = lifetime,
            Path = "/",
            // NOTE: not Strict: a player comes back from TapTap's site, and an OAuth client's site leads here.
            SameSite = SameSiteMode.Lax,
            Secure = isHttps,
        });
        return hash;
    }

    // NOTE: not Request.Cookies, which ignores case: some browsers let any site set __host-browser. Of two cookies with the
    // name one is another site's, and which one cannot be told.
    private static string? Read(HttpRequest request, bool isHttps)
    {
        var start = $"{(isHttps ? SecureName : PlainName)}=";
        string[] values =
        [
            .. request.Headers.Cookie.ToString().Split(';', StringSplitOptions.TrimEntries)
                .Where(pair => pair.StartsWith(start, StringComparison.Ordinal))
                .Select(pair => pair[start.Length..]),
        ];
        return values is [{ Length: Length } cookie] && HostileJson.IsUrlSafe(cookie, maximumLength: Length) ? cookie : null;
    }
}
