using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.Server.Http;

/// <summary>What can go wrong (RFC 9457): each code with its status, a sentence for the caller, and when to come back.</summary>
internal sealed class Problem(int status, string code, string title, string detail, TimeSpan? retryAfter = null, string? challenge = null) : Exception(detail)
{
    public int Status => status;

    public string Code => code;

    public string Title => title;

    public static Problem InvalidRequest(string detail, int status = StatusCodes.Status400BadRequest) => new(status, "invalid_request", "The request cannot be used", detail);

    public static Problem Unforeseen => new(500, "internal_error", "Internal error", "The gateway has trouble of its own; it is in its log.");

    public static Problem CredentialsRequired => new(401, "credentials_required", "The claim secret is missing", "Send the claim secret of this login as Authorization: Bearer <claimSecret>.", challenge: "Bearer");

    public static Problem ApiKeyRequired => new(401, "api_key_required", "An API key is needed", "Send a key of this gateway in the header X-Api-Key; its operator gives them out.", challenge: "ApiKey");

    public static Problem LoginNotFound => new(404, "login_not_found", "No such login", "There is no login with this id and these credentials; it may have been forgotten since. Open a new one.");

    public static Problem RegionLocked => new(409, "region_locked", "The region stays", "The region of this login cannot be changed: its caller fixed it, it is no longer pending, or it was changed too often.");

    public static Problem TooLateToCancel => new(409, "too_late_to_cancel", "Too late to cancel", "Only a login that is pending or scanned can be cancelled.");

    public static Problem AlreadyAcknowledged => new(410, "already_acknowledged", "Already acknowledged", "This login was acknowledged and its result erased.");

    public static Problem ResultExpired => new(410, "result_expired", "The result has been erased", "The result could be read for a while and has been erased since. Open a new login.");

    public static Problem LoginFinal => new(410, "login_final", "The login is over", "This login shows no code any more. Open a new login.");

    public static Problem Overloaded(string detail, TimeSpan retryAfter) => new(503, "overloaded", "Too busy", detail, retryAfter);

    public static Problem TooOften(TimeSpan wait) => new(429, "rate_limited", "Too many requests", "Your address has asked for this too often, or too many others have: wait for as long as Retry-After says.", wait);

    public static Problem TooManyStreams => new(429, "rate_limited", "Too many streams", "This login has 16 event streams already.", TimeSpan.FromSeconds(15));

    /// <summary>What an upstream's trouble means for somebody who wanted a code.</summary>
    public static Problem Of(UpstreamException trouble)
    {
        var wait = trouble.RetryAfter ?? TimeSpan.FromSeconds(5);
        return trouble.Trouble switch
        {
            UpstreamTrouble.TimedOut => new(504, "upstream_timeout", "TapTap did not answer", trouble.Message, wait),
            UpstreamTrouble.BadAnswer or UpstreamTrouble.Blocked or UpstreamTrouble.Refused or
                UpstreamTrouble.ClockSkew => new(502, "upstream_bad_response", "TapTap gave no code", trouble.Message, wait),
            _ => new(503, "upstream_unavailable", "TapTap is not answering", trouble.Message, wait),
        };
    }

    public Task WriteAsync(HttpContext context)
    {
        var body = new ProblemBody
        {
            Type = "about:blank",
            Title = title,
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
