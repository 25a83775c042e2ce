using System.Text.Json;
using System.Text.Json.Nodes;
using PhigrosLogin.Server.Http;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Writing;

/// <summary>Errors in the words of OAuth.</summary>
internal static class OAuthErrors
{
    private static readonly Component Shown = Component.Of("OAuthError", OAuthJson.Relaxed.OAuthErrorBody,
        new("OAuth 的错误（RFC 6749 §5.2）。", "An error of OAuth (RFC 6749 §5.2)."),
        new("error", Shape.Word(new("错误码。", "The error."), "authorization_pending", "slow_down", "access_denied", "expired_token", "invalid_grant", "invalid_request", "invalid_scope", "invalid_client", "unsupported_grant_type", "temporarily_unavailable", "server_error")),
        new("error_description", Shape.Text(new("给开发者看的一句话；access_denied 时是原因。", "A sentence for a developer; with access_denied the reason."))));

    /// <summary>Adds an error; two of one status are one answer with two examples.</summary>
    public static Operation FailsAsOAuth(this Operation operation, int status, string word, string description, Phrase text) => operation.Answers(status, new Answer(new($"{word}：{text.Chinese}", $"{word}: {text.English}"))
    {
        Name = status == 400 ? null : $"OAuth{status}",
        Headers = status is 429 or 503 ? [Header.NoStore, Header.RetryAfter] : status == 401 ? [Header.NoStore, Header.Authenticate] : [Header.NoStore],
        Contents = [new("application/json", [Errors.Narrow(Shown, ("error", new JsonObject { ["const"] = word }))],
            [(word, text, JsonSerializer.SerializeToNode(new OAuthErrorBody { Error = word, ErrorDescription = description }, OAuthJson.Relaxed.OAuthErrorBody)!)], [Shown])],
    });
}
