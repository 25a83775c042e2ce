namespace PhigrosLogin.Server.Http;

/// <summary>Answers in the shape of RFC 6749 §5: JSON that nobody may keep.</summary>
internal static class OAuthAnswer
{
    public static Task WriteAsync<T>(HttpContext context, T body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.Pragma = "no-cache";
        return context.WriteJsonAsync(status, body, type, "application/json");
    }

    /// <summary>An error; all of them are a 400 but for the few whose status says more.</summary>
    public static Task WriteErrorAsync(HttpContext context, string error, string description, int status = StatusCodes.Status400BadRequest) =>
        WriteAsync(context, new OAuthErrorBody { Error = error, ErrorDescription = Describable(description) }, OAuthJson.Relaxed.OAuthErrorBody, status);

    /// <summary>What went wrong before or behind the protocol, in its words.</summary>
    public static Task WriteAsync(HttpContext context, Problem problem) =>
        WriteErrorAsync(context, Word(problem), problem.Message, problem.Status);

    private static string Word(Problem problem) => problem switch
    {
        { Code: "invalid_scope" or "unsupported_grant_type" } => problem.Code,
        { Status: StatusCodes.Status401Unauthorized } => "invalid_client",
        { Status: StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable } => "temporarily_unavailable",
        { Status: >= StatusCodes.Status500InternalServerError } => "server_error",
        _ => "invalid_request",
    };

    // RFC 6749 §5.2 allows printable ASCII without quotes and backslashes.
    private static string Describable(string text) =>
        string.Concat(text.Select(character => character switch { '"' => '\'', '\\' or < ' ' or > '~' => ' ', _ => character }));
}
