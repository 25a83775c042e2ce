using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.Server.Http;

/// <summary>The errors of the HTTP API (RFC 9457): each code with its status, what to do, and when to retry.</summary>
internal sealed class Problem(int status, string code, string detail, TimeSpan? retryAfter = null, string? challenge = null)
    : Exception(detail)
{
    public int Status => status;

    public string Code => code;

    /// <summary>The status phrase, as RFC 9457 §4.2.1 asks for while <c>type</c> is <c>about:blank</c>.</summary>
    public string Title => ReasonPhrases.GetReasonPhrase(status);

    public static Problem InvalidRequest(string detail, int status = StatusCodes.Status400BadRequest) =>
        new(status, "invalid_request", detail);

    public static Problem ForeignPage => InvalidRequest(
        "A page of another site sent this request. Its origin must be listed in Cors:Origins.", StatusCodes.Status403Forbidden);

    public static Problem InternalError => new(500, "internal_error",
        "The gateway encountered an internal error. Its operator can find the cause in the log.");

    public static Problem LoginSecretRequired => new(401, "login_secret_required",
        "Send the login secret of this login as Authorization: Bearer <loginSecret>.", challenge: "Bearer");

    public static Problem ClientCredentialRequired => new(401, "client_credential_required",
        "Only registered clients may call this. Send your client secret in the header X-Api-Key; the operator of this gateway issues it.",
        challenge: "ApiKey");

    public static Problem ClientCredentialInvalid => new(401, "client_credential_invalid",
        "The client secret in X-Api-Key is not one of this gateway's. Check it with the operator.", challenge: "ApiKey");

    public static Problem LoginNotFound => new(404, "login_not_found",
        "There is no login with this id and these credentials, or it has been deleted. Create a new one.");

    public static Problem RegionLocked => new(409, "region_locked",
        "The region of this login can't be changed: its creator fixed it, it is no longer pending, or it was changed too often.");

    public static Problem TooLateToCancel => new(409, "too_late_to_cancel", "Only a login that is pending or scanned can be cancelled.");

    public static Problem AlreadyAcknowledged => new(410, "already_acknowledged", "This login was acknowledged and its result deleted.");

    public static Problem ResultExpired => new(410, "result_expired",
        "The result was readable for a limited time and has been deleted. Create a new login.");

    public static Problem LoginFinal => new(410, "login_final", "This login has ended and has no QR code any more. Create a new login.");

    public static Problem Overloaded(string detail, TimeSpan retryAfter) => new(503, "overloaded", detail, retryAfter);

    public static Problem StoreUnavailable(string detail, TimeSpan retryAfter) => new(503, "store_unavailable", detail, retryAfter);

    public static Problem RateLimited(TimeSpan wait, bool isClient = false) => new(429, "rate_limited",
        (isClient
            ? "Too many requests from your client."
            : "Too many requests from your IP address, or from all anonymous callers together.") +
        " Wait for the time given in Retry-After.",
        wait);

    public static Problem TooManyStreams => new(429, "rate_limited",
        "This login already has 16 event streams.", TimeSpan.FromSeconds(15));

    /// <summary>The problem for an upstream error.</summary>
    public static Problem From(UpstreamException exception)
    {
        var wait = exception.RetryAfter ?? TimeSpan.FromSeconds(5);
        return exception.Trouble switch
        {
            UpstreamTrouble.TimedOut => new(504, "upstream_timeout", exception.Message, wait),
            UpstreamTrouble.Refused or UpstreamTrouble.Blocked or UpstreamTrouble.ClockSkew => new(502, "upstream_rejected", exception.Message, wait),
            UpstreamTrouble.BadAnswer => new(502, "upstream_bad_response", exception.Message, wait),
            _ => new(503, "upstream_unavailable", exception.Message, wait),
        };
    }

    public Task WriteAsync(HttpContext context)
    {
        var body = new ProblemBody
        {
            Type = "about:blank",
            Title = Title,
            Status = status,
            Detail = Message,
            Code = code,
            TraceId = TraceOf(context),
        };
        return context.WriteJsonAsync(status, body, LoginJson.Relaxed.ProblemBody, "application/problem+json");
    }

    /// <summary>The same for a person.</summary>
    public Task WritePageAsync(HttpContext context, string origin) =>
        context.WritePageAsync(status, code == "login_not_found"
            ? GonePage.Render(context.Language(), origin)
            : ProblemPage.Render(context.Language(), code, context.GetRouteValue("id") as string, TraceOf(context), origin));

    /// <summary>What a program can act on without reading the body, the same in every shape.</summary>
    public void SetHeaders(IHeaderDictionary headers)
    {
        if (retryAfter is { } wait) headers.RetryAfter = WholeSeconds(wait);
        if (challenge is not null) headers.WWWAuthenticate = challenge;
    }

    /// <summary>A wait as <c>Retry-After</c> says it: never too short, and never none at all.</summary>
    public static string WholeSeconds(TimeSpan wait) => Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>By what an operator finds this answer, if it is in the log.</summary>
    public static string TraceOf(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
}

internal static class JsonAnswer
{
    /// <summary>JSON that nobody may keep.</summary>
    public static Task WriteJsonAsync<T>(this HttpContext context, int status, T body, JsonTypeInfo<T> type, string contentType = "application/json; charset=utf-8")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.Headers.CacheControl = "no-store";
        return JsonSerializer.SerializeAsync(context.Response.BodyWriter, body, type, context.RequestAborted);
    }
}
