using System.Diagnostics.CodeAnalysis;

namespace PhigrosLogin.TapTap;

/// <summary>What TapTap grants when a player confirms: the right to read their profile and to sign in to the game cloud.</summary>
public sealed class TapTapToken
{
    internal const string HmacSha1 = "hmac-sha-1";
    internal const string HmacSha256 = "hmac-sha-256";

    private TapTapToken(Secret kid, Secret accessToken, string tokenType, Secret macKey, string macAlgorithm, string scope) =>
        (Kid, AccessToken, TokenType, MacKey, MacAlgorithm, Scope) = (kid, accessToken, tokenType, macKey, macAlgorithm, scope);

    /// <summary>The key id; 344 characters in every sample.</summary>
    public Secret Kid { get; }

    /// <summary>The access token; in every sample the same text as <see cref="Kid"/>.</summary>
    public Secret AccessToken { get; }

    /// <summary>Always <c>mac</c> so far.</summary>
    public string TokenType { get; }

    /// <summary>The key that signs requests; 32 to 40 characters in every sample.</summary>
    public Secret MacKey { get; }

    /// <summary><c>hmac-sha-1</c> or <c>hmac-sha-256</c>.</summary>
    public string MacAlgorithm { get; }

    /// <summary>The granted scopes, separated by spaces.</summary>
    public string Scope { get; }

    /// <summary>Whether the profile with name and avatar may be read; without a stated scope it is tried.</summary>
    internal bool CoversProfile => Scope.Length == 0 || Scope.Split([' ', ',']).Contains("public_profile");

    /// <summary>
    /// Checks the members of a token once: <paramref name="kid"/> and <paramref name="macKey"/> are needed, printable
    /// ASCII without quotes and backslashes, at most 2048 characters; the others default to <paramref name="kid"/>,
    /// <c>mac</c>, <c>hmac-sha-1</c> and no scope.
    /// </summary>
    /// <returns>False when a member is missing or cannot be used; <paramref name="problem"/> then names it.</returns>
    public static bool TryCreate(
        string? kid, string? accessToken, string? tokenType, string? macKey, string? macAlgorithm, string? scope,
        [NotNullWhen(true)] out TapTapToken? token, [NotNullWhen(false)] out string? problem)
    {
        token = null;
        problem =
            !HostileJson.IsHeaderSafe(kid) ? "kid" :
            !HostileJson.IsHeaderSafe(macKey) ? "mac_key" :
            !HostileJson.IsHeaderSafe(accessToken ??= kid) ? "access_token" :
            !HostileJson.IsHeaderSafe(tokenType ??= "mac") || tokenType.Length > 64 ? "token_type" :
            (macAlgorithm ??= HmacSha1) is not (HmacSha1 or HmacSha256) ? "mac_algorithm" :
            (scope ??= "").Length > 0 && !HostileJson.IsHeaderSafe(scope) ? "scope" :
            null;
        if (problem is not null) return false;
        token = new TapTapToken(new Secret(kid!), new Secret(accessToken!), tokenType!, new Secret(macKey!), macAlgorithm!, scope!);
        return true;
    }
}
