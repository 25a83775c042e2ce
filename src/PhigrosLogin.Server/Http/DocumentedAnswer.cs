using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PhigrosLogin.Server.Http;

/// <summary>The documented API's error codes, whose names go out as they stand here.</summary>
internal enum DocumentedCode
{
    RequestError = -1,
    Unspecified = 0,
    LoginProcessNotDone = 1,
    LoginOtherError = 11,
    GetProfileError = 114,
    LCLoginError = 1145,
}

/// <summary>An answer of the documented API: JSON in chunks, or the session token as 25 bytes of text.</summary>
internal abstract class DocumentedAnswer : IResult
{
    // What a waiting player's program hears every few seconds.
    private static readonly DocumentedAnswer Waiting = NotDoneWith("");

    private DocumentedAnswer()
    {
    }

    public abstract Task ExecuteAsync(HttpContext httpContext);

    public static DocumentedAnswer Json<T>(T body, JsonTypeInfo<T> type) =>
        new JsonAnswer(StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(body, type), null);

    public static DocumentedAnswer Token(Secret token) => new TokenAnswer(token);

    public static DocumentedAnswer NotDone(string trouble) => trouble.Length == 0 ? Waiting : NotDoneWith(trouble);

    private static DocumentedAnswer NotDoneWith(string trouble) =>
        Error(StatusCodes.Status200OK, DocumentedCode.LoginProcessNotDone, trouble, "Login progress not done");

    /// <summary>A problem in the documented envelope: a request to mend is code -1, the rest is code 0.</summary>
    public static DocumentedAnswer Of(Problem problem) => Error(
        problem.Status,
        problem.Code == "invalid_request" ? DocumentedCode.RequestError : DocumentedCode.Unspecified,
        problem.Message);

    public static DocumentedAnswer Error(DocumentedCode code, string error, TimeSpan? retryAfter = null) =>
        Error(StatusCodes.Status500InternalServerError, code, error, retryAfter: retryAfter);

    public static DocumentedAnswer Error(
        int status, DocumentedCode code, string error, string message = "Error processing request", TimeSpan? retryAfter = null) =>
        new JsonAnswer(
            status,
            JsonSerializer.SerializeToUtf8Bytes(
                new Envelope { Message = message, Error = error, Code = (int)code, CodeName = code.ToString() },
                DocumentedJson.Relaxed.Envelope),
            retryAfter);

    private sealed class JsonAnswer(int status, byte[] json, TimeSpan? retryAfter) : DocumentedAnswer
    {
        public override async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "application/json; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            if (retryAfter is { } wait)
            {
                response.Headers.RetryAfter = Problem.WholeSeconds(wait);
            }
            await response.BodyWriter.WriteAsync(json, httpContext.RequestAborted);
        }
    }

    private sealed class TokenAnswer(Secret token) : DocumentedAnswer
    {
        public override async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = "text/plain; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            response.ContentLength = Encoding.UTF8.GetByteCount(token.Reveal());
            await response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(token.Reveal()), httpContext.RequestAborted);
        }
    }
}
