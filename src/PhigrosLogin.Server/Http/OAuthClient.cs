using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Server.Http;

/// <summary>
/// Authenticates clients at the OAuth endpoints (RFC 6749 §2.3.1). Without registered clients every caller is a public
/// client with a <c>client_id</c> of its choice, which is shown as unverified.
/// </summary>
internal static class OAuthClient
{
    private const int LongestId = 80;

    /// <summary>How clients authenticate, in the words of RFC 8414.</summary>
    public static string[] Methods(ClientRegistry clients) => clients.Any ? ["client_secret_basic", "client_secret_post"] : ["none"];

    /// <summary>The client's id, its registration if it has one, and how it authenticated.</summary>
    /// <exception cref="Problem">The client's id or secret is missing or wrong.</exception>
    public static (string Id, Client? Registered, ClientAuthentication Method) Authenticate(
        HttpRequest request, OAuthForm form, ClientRegistry clients)
    {
        var isInHeader = request.Headers.Authorization.Count > 0;
        if (!clients.Any)
        {
            if (isInHeader) throw InvalidClient("Clients have no secrets here: send client_id in the form and no Authorization header.");
            var claimed = form.Require("client_id");
            if (claimed.Length > LongestId) throw Problem.InvalidRequest("client_id must have at most 80 characters.");
            return (claimed, null, ClientAuthentication.None);
        }

        if (isInHeader && form["client_secret"] is not null)
        {
            throw Problem.InvalidRequest("Authenticate once: with the Authorization header or with client_secret.");
        }
        var client = isInHeader
            ? Basic(request).Select(pair => Find(clients, pair.Id, pair.Secret)).FirstOrDefault(found => found is not null)
            : Find(clients, form.Require("client_id"), form["client_secret"]);
        if (client is null) throw InvalidClient("client_id must be a registered client of this gateway and client_secret its secret.");
        if (form["client_id"] is { } repeated && repeated != client.Id)
        {
            throw Problem.InvalidRequest("client_id is another one in the form than in the Authorization header.");
        }
        return (client.Id, client, isInHeader ? ClientAuthentication.Basic : ClientAuthentication.Post);
    }

    private static Client? Find(ClientRegistry clients, string id, string? secret) =>
        secret is not null && clients.FindBySecret(secret) is { } client && client.Id == id ? client : null;

    // RFC 6749 §2.3.1 has both parts form-encoded; many clients send them as they are (requests-oauthlib, curl -u).
    private static (string Id, string Secret)[] Basic(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) ||
            !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) return [];
        var bytes = new byte[header.Parameter?.Length ?? 0];
        return Convert.TryFromBase64String(header.Parameter ?? "", bytes, out var length) &&
            Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var id, var secret]
            ? [(WebUtility.UrlDecode(id), WebUtility.UrlDecode(secret)), (id, secret)]
            : [];
    }

    private static Problem InvalidClient(string detail) => new(StatusCodes.Status401Unauthorized, "invalid_client", detail, challenge: "Basic realm=\"PhigrosLogin\"");
}
