using System.Buffers;
using PhigrosLogin.TapTap;

namespace PhigrosLogin;

/// <summary>
/// One of the worlds the game lives in: where its TapTap and its game cloud are and how the game names itself there
/// (docs/protocol.md §7). The client id and the app key are the game's public ones, shipped in every copy of it.
/// </summary>
/// <example>
/// <code>
/// var http = new UpstreamHttp(UpstreamHttp.CreateClient(), TimeProvider.System);
/// var tapTap = new TapTapClient(http, Region.China, TimeProvider.System);
/// var code = await tapTap.RequestCodeAsync(cancellationToken);
/// Console.WriteLine(code.Url);
/// </code>
/// </example>
public sealed class Region
{
    private static readonly SearchValues<char> UriCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&'()*+,;=%");

    /// <summary>The name used in settings, queries and answers: <c>cn</c>, <c>global</c> or <c>sandbox</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The origin that issues and redeems device codes; <c>/oauth2/v1/…</c> is appended.</summary>
    public required Uri AccountsUrl { get; init; }

    /// <summary>The origin of the profile; <c>/account/…</c> is appended.</summary>
    public required Uri ApiUrl { get; init; }

    /// <summary>The origin of the game cloud; <c>/1.1/…</c> is appended.</summary>
    public required Uri CloudUrl { get; init; }

    /// <summary>TapTap's client id of the game, which is also the app id of its cloud.</summary>
    public required string ClientId { get; init; }

    /// <summary>The app key of the game's cloud: a client token that signs requests, not a secret.</summary>
    public required string AppKey { get; init; }

    /// <summary>
    /// The hosts that a QR link of this region may have; a link to any other host is never shown. An entry that begins
    /// with a dot, such as <c>.taptap.cn</c>, matches the domain and its subdomains.
    /// </summary>
    public required IReadOnlyList<string> LinkHosts { get; init; }

    /// <summary>
    /// The error words of a poll that end a device code, in lower case; <c>*</c> at the beginning or end stands for any
    /// characters. Every other unknown word is a failure, and the code goes on (docs/protocol.md §2).
    /// </summary>
    public IReadOnlyList<string> FatalErrors { get; init; } = PollErrors.FatalByDefault;

    /// <summary>What status 201 of the game cloud's login says about the player (docs/protocol.md §4).</summary>
    public CreatedStatus CreatedStatus { get; init; } = CreatedStatus.Body;

    /// <summary>TapTap China.</summary>
    public static Region China { get; } = new()
    {
        Name = "cn",
        AccountsUrl = new Uri("https://accounts.tapapis.cn"),
        ApiUrl = new Uri("https://open.tapapis.cn"),
        CloudUrl = new Uri("https://rak3ffdi.cloud.tds1.tapapis.cn"),
        ClientId = "rAK3FfdieFob2Nn8Am",
        AppKey = "Qr9AEqtuoSVS3zeD6iVbM4ZC0AtkJcQ89tywVyi0",
        LinkHosts = [".taptap.cn", ".tapapis.cn", ".taptap.com"],
    };

    /// <summary>TapTap International.</summary>
    public static Region International { get; } = new()
    {
        Name = "global",
        AccountsUrl = new Uri("https://accounts.tapapis.com"),
        ApiUrl = new Uri("https://open.tapapis.com"),
        CloudUrl = new Uri("https://kviehlel.cloud.ap-sg.tapapis.com"),
        ClientId = "kviehleldgxsagpozb",
        AppKey = "tG9CTm0LDD736k9HMM9lBZrbeBGRmUkjSfNLDNib",
        LinkHosts = [".taptap.io", ".tapapis.com", ".taptapauth.com"],
    };

    /// <summary>
    /// Whether a QR link may be shown: at most 512 characters, all of them a URI's own (RFC 3986), no user info, a host
    /// of this region, and https (or http on this very machine, which only a practice upstream uses).
    /// </summary>
    public bool Owns(string link) => HostOf(link) is { } host && LinkHosts.Any(entry => IsAt(host, entry));

    /// <summary>The host of a link, in ASCII; null when the link may not be shown, whatever its host.</summary>
    internal static string? HostOf(string link) =>
        link.Length <= 512 &&
        !link.AsSpan().ContainsAnyExcept(UriCharacters) &&
        Uri.TryCreate(link, UriKind.Absolute, out var uri) &&
        uri.UserInfo.Length == 0 &&
        (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri.IdnHost
            : null;

    private static bool IsAt(string host, string entry) =>
        host.Equals(entry.TrimStart('.'), StringComparison.OrdinalIgnoreCase) ||
        (entry.StartsWith('.') && host.EndsWith(entry, StringComparison.OrdinalIgnoreCase));
}
