using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace PhigrosLogin.Server.Http;

/// <summary>
/// Who asks at the OAuth endpoints. Without API keys everybody is a public client under a name of their choice; with
/// them, the client's id is the name of a key and its secret the key (RFC 6749 §2.3.1).
/// </summary>
internal static class OAuthClient
{
    private const int LongestId = 80;

    /// <summary>How clients authenticate, in the words of RFC 8414.</summary>
    public static string[] Methods(ApiKeys keys) => keys.AreNeeded ? ["client_secret_basic", "client_secret_post"] : ["none"];

    /// <summary>The client's id.</summary>
    /// <exception cref="Problem">The client does not say who it is, or is not who it says.</exception>
    public static string Recognize(HttpRequest request, OAuthForm form, ApiKeys keys)
    {
        var isInHeader = request.Headers.Authorization.Count > 0;
        if (!keys.AreNeeded)
        {
            if (isInHeader) throw InvalidClient("Clients have no secrets here: send client_id in the form and no Authorization header.");
            var claimed = form.Require("client_id");
            return claimed.Length <= LongestId ? claimed : throw Problem.InvalidRequest("client_id must have at most 80 characters.");
        }

        if (isInHeader && form["client_secret"] is not null) throw Problem.InvalidRequest("Authenticate once: with the Authorization header or with client_secret.");
        var (id, secret) = isInHeader ? Basic(request) : (form.Require("client_id"), form["client_secret"]);
        if (id is null || secret is null || keys.NameOf(secret) != id) throw InvalidClient("client_id must be the name of an API key of this gateway and client_secret that key.");
        if (form["client_id"] is { } repeated && repeated != id) throw Problem.InvalidRequest("client_id is another one in the form than in the Authorization header.");
        return id;
    }

    private static (string? Id, string? Secret) Basic(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) ||
            !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) return (null, null);
        var bytes = new byte[header.Parameter?.Length ?? 0];
        return Convert.TryFromBase64String(header.Parameter ?? "", bytes, out var length) &&
            Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var id, var secret]
            ? (WebUtility.UrlDecode(id), WebUtility.UrlDecode(secret))
            : (null, null);
    }

    private static Problem InvalidClient(string detail) => new(StatusCodes.Status401Unauthorized, "invalid_client", "Unknown client", detail, challenge: "Basic realm=\"PhigrosLogin\"");
}
